import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonFields } from '../../../src/watch/capture/common-layout.ts';
import { readCommonRun } from '../../../src/watch/capture/common-run.ts';
import { decodeFrame } from '../../../src/watch/layers/frame.ts';
import { Batch, known } from '../../../src/watch/record.ts';
import { decoderRuns } from '../../fuzz.ts';
import { type Bytes, ethernet, ipv4, join, numbers, pcapFile, tcp, tcpOptions, udp } from '../packets.ts';

const optionSets: readonly Bytes[] = [
  new Uint8Array(),
  tcpOptions.mss(1460),
  new Uint8Array([2, 5, 1, 2]),
  new Uint8Array([1, 1, 1, 1]),
  join(
    tcpOptions.mss(536),
    tcpOptions.nop,
    tcpOptions.windowScale(8),
    tcpOptions.nop,
    tcpOptions.nop,
    tcpOptions.sackOk,
  ),
  join(
    tcpOptions.mss(1460),
    tcpOptions.sackOk,
    tcpOptions.timestamp(7, 0),
    tcpOptions.nop,
    tcpOptions.windowScale(7),
  ),
];

const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffffffff);

const packets = fc
  .record({
    options: fc.constantFrom(...optionSets),
    sequence: u32,
    acknowledgement: u32,
    window: u16,
    flags: fc.constantFrom('S', 'SA', '', 'FPU', 'SECN'),
    sourcePort: u16,
    destinationPort: u16,
    id: u16,
    ttl: fc.nat(255),
    tos: fc.nat(255),
    dontFragment: fc.boolean(),
    padding: fc.constantFrom(0, 0, 2, 6),
    odd: fc.constantFrom(
      '',
      '',
      '',
      '',
      'payload',
      'fragment',
      'ip options',
      'udp',
      'vlan',
      'length',
      'words',
    ),
    changes: fc.oneof(fc.constant([]), fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 3 })),
    cut: fc.oneof(fc.constant(200), fc.constant(200), fc.nat(80)),
  })
  .map(({ odd, padding, changes, cut, ...fields }) => {
    const more = {
      ...(odd === 'payload' ? { payload: new Uint8Array([1, 2]) } : {}),
      ...(odd === 'words' ? { headerWords: 3 } : {}),
    };
    const segment = odd === 'udp' ? udp() : tcp({ ...fields, ...more });
    const packet = ipv4(segment, {
      id: fields.id,
      ttl: fields.ttl,
      tos: fields.tos,
      dontFragment: fields.dontFragment,
      ...(odd === 'udp' ? { protocol: 17 } : {}),
      ...(odd === 'fragment' ? { moreFragments: true } : {}),
      ...(odd === 'ip options' ? { options: new Uint8Array([1, 1, 1, 0]) } : {}),
      ...(odd === 'length' ? { length: 44 } : {}),
    });
    const whole = join(ethernet(packet, odd === 'vlan' ? { vlans: [5] } : {}), new Uint8Array(padding));
    for (const [at, value] of changes) if (at < whole.length) whole[at] = value;
    return { bytes: whole.slice(0, cut), length: whole.length };
  });

/** Both ways over the same packet: the words of each, and whether the straight way took it. */
function bothWays(
  packet: { bytes: Bytes; length: number },
  bigEndian: boolean,
): { straight: Batch; general: Batch; took: boolean } {
  const time = 1_600_000_000_123_456;
  const record = pcapFile([{ ...packet, time }], { bigEndian }).slice(24);
  const view = new DataView(record.buffer);
  const [straight, general] = [new Batch(2), new Batch(2)];
  const stop = readCommonRun(straight, view, 0, record.length, !bigEndian, 1, 77);
  decodeFrame(general, 1, record, view, 16, record.length, packet.length, time, 0, 77);
  return { straight, general, took: stop === record.length };
}

describe('the straight way', () => {
  it('gives the record that the general one gives, to the last bit', () => {
    let taken = 0;
    fc.assert(
      fc.property(packets, fc.boolean(), (packet, bigEndian) => {
        const { straight, general, took } = bothWays(packet, bigEndian);
        if (!took) {
          expect(straight.size).toBe(0);
          return;
        }
        taken++;
        expect(straight.size).toBe(1);
        expect(straight.words).toEqual(general.words);
        expect(straight.times).toEqual(general.times);
      }),
      { numRuns: decoderRuns(3000) },
    );
    // The property holds for something.
    expect(taken).toBeGreaterThan(200);
  });

  it('knows what it says it knows', () => {
    const all = Object.values(known).reduce((bits, bit) => bits | bit, 0);
    expect(commonFields).toBe(all & ~(known.icmp | known.echo | known.quoted));
  });

  it('stops where the batch is full, and goes on from there', () => {
    const file = pcapFile(
      Array.from({ length: 5 }, (_, index) => ({
        bytes: ethernet(ipv4(tcp({ sequence: index }))),
        time: index,
      })),
    );
    const view = new DataView(file.buffer);
    const batch = new Batch(3);
    const stop = readCommonRun(batch, view, 24, file.length, true, 1, 1);
    expect({ size: batch.size, stop }).toEqual({ size: 3, stop: 24 + 3 * 70 });
    batch.size = 0;
    expect(readCommonRun(batch, view, stop, file.length, true, 1, 4)).toBe(file.length);
    expect(batch.size).toBe(2);
  });

  it('leaves what is larger than a packet may be, or not there, to the other', () => {
    const { n32 } = numbers(false);
    const frame = ethernet(ipv4(tcp()));
    for (const size of [0xffffffff, 262_145, 55]) {
      const record = join(n32(0), n32(0), n32(size), n32(size), frame);
      expect(readCommonRun(new Batch(1), new DataView(record.buffer), 0, record.length, true, 1, 1)).toBe(0);
    }
  });
});
