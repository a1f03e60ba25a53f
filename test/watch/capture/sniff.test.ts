import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../../src/watch/capture/sniff.ts';
import { decoderRuns } from '../../fuzz.ts';
import { hex, join, pcapFile, pcapngFile, text } from '../packets.ts';

describe('an input', () => {
  it.each([
    ['pcap', pcapFile([])],
    ['pcap', pcapFile([], { nano: true, bigEndian: true })],
    ['pcap', pcapFile([], { modified: true })],
    ['pcapng', pcapngFile([])],
    ['pcapng', pcapngFile([], { bigEndian: true })],
    ['gzip', hex('1f8b0800')],
    ['gzip', hex('1f8b')],
    ['zstd', hex('28b52ffd')],
    ['zstd', hex('502a4d18 04000000')],
    ['text', text('Mar 11 20:35:11 linux kernel: DROP IN=eth1')],
    ['text', text('\u001B[31mcoloured\u001B[0m\n')],
    ['text', join(hex('fffe'), new Uint8Array(Buffer.from('#Version: 1.5', 'utf16le')))],
    ['text', hex('4772fc df65 0a')],
    ['binary', hex('7f454c46 02010100 00000000 00000000')],
    ['text', join(text('Mar 11 20:35:11 linux kernel: DROP'), new Uint8Array(3000), text('IN=eth1\n'))],
    ['text', join(text('Mar 11 20:35:11 linux kernel: DROP IN=eth1\n'), new Uint8Array(9000))],
    ['binary', join(hex('01000200 03000400 05000600 07000800'), new Uint8Array(3000))],
    ['binary', new Uint8Array(100)],
    ['empty', new Uint8Array()],
  ])('is known by its content: %s', (kind, first) => {
    expect(sniff(first)).toEqual({ kind });
  });

  it.each([
    ['snoop', '736e6f6f70000000 00000002'],
    ['xz', 'fd377a585a00'],
    ['bzip2', '425a6839'],
    ['zip', '504b0304'],
    ['7z', '377abcaf271c'],
  ])('is named where it is not read: %s', (name, magic) => {
    expect(sniff(hex(magic))).toEqual({ kind: 'unsupported', name });
  });

  it('is always something', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(typeof sniff(bytes).kind).toBe('string');
      }),
      { numRuns: decoderRuns(500) },
    );
  });
});
