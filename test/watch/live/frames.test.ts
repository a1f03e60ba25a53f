import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelAnswer } from '../../../src/watch/live/answers.ts';
import { networkAt } from '../../../src/watch/live/frames.ts';
import { Silence } from '../../../src/watch/live/silent.ts';
import { commentOf, ownerOf, renewal, silentTable } from '../../../src/watch/live/silent-rules.ts';
import { known, protocol, shape, stride, word } from '../../../src/watch/record.ts';
import { fuzzRuns } from '../../fuzz.ts';

const viewOf = (bytes: readonly number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);
const ipv4 = (length: number): number[] => [0x45, 0, length >> 8, length & 255, 0, 0, 0x40, 0, 64, 17, 0, 0];

describe('where the IP header begins', () => {
  it('a tag in front is gone past, whatever its priority and number are', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.integer({ min: 20, max: 1500 }), (tag, length) => {
        const view = viewOf([tag >> 8, tag & 255, 8, 0, ...ipv4(length)]);
        expect(networkAt(view, 0, view.byteLength, length + 4)).toBe(4);
        const six = viewOf([tag >> 8, tag & 255, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 8]);
        expect(networkAt(six, 0, six.byteLength, 48 + 4)).toBe(4);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('an IP header is never taken for a tag', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 0xffff }),
        fc.nat(0xffff),
        fc.nat(0xffff),
        (length, id, flow) => {
          const four = ipv4(length);
          four[4] = id >> 8;
          four[5] = id & 255;
          const view = viewOf(four);
          expect(networkAt(view, 0, view.byteLength, length)).toBe(0);
          const size = length - 20;
          const six = viewOf([0x60, 0, flow >> 8, flow & 255, size >> 8, size & 255, 17, 64]);
          expect(networkAt(six, 0, six.byteLength, size + 40)).toBe(0);
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('nothing is read behind the end', () => {
    expect(networkAt(viewOf([1, 2, 8]), 0, 3, 3)).toBe(0);
  });
});

describe("the kernel's answers", () => {
  const record = (fields: Partial<Record<keyof typeof word, number>>): Uint32Array => {
    const words = new Uint32Array(stride * 2);
    for (const [name, value] of Object.entries(fields))
      words[stride + word[name as keyof typeof word]] = value;
    return words;
  };
  const answer = (fields: Partial<Record<keyof typeof word, number>>): string | null =>
    kernelAnswer(record(fields), stride, (transport, port) => transport === 'tcp' && port === 80);
  const tcp = (
    flags: number,
    sequence: number,
    from: number,
  ): Partial<Record<keyof typeof word, number>> => ({
    known: known.flags | known.sequence | known.ports,
    shape: protocol.tcp | shape.outgoing,
    ports: (from << 16) >>> 0,
    tcp: flags,
    sequence,
  });

  it('resets: with ACK by their sequence, without it by who listens', () => {
    expect(answer(tcp(4 | 16, 0, 23))).toBe('reset');
    expect(answer(tcp(4 | 16, 0, 80))).toBe('reset');
    expect(answer(tcp(4 | 16, 5, 23))).toBeNull();
    expect(answer(tcp(4, 5, 40_023))).toBe('reset');
    expect(answer(tcp(4, 5, 80))).toBeNull();
    expect(answer(tcp(2 | 16, 0, 23))).toBeNull();
    expect(answer({ shape: protocol.tcp, known: 0, tcp: 4 | 16 })).toBeNull();
  });

  it.each([
    ['unreachable', protocol.icmp, 0x0303],
    ['unreachable', protocol.icmp, 0x0302],
    [null, protocol.icmp, 0x0301],
    ['echo', protocol.icmp, 0x0000],
    [null, protocol.icmp, 0x0800],
    ['unreachable', protocol.icmpv6 | shape.v6, 0x0104],
    [null, protocol.icmpv6 | shape.v6, 0x0303],
    ['echo', protocol.icmpv6 | shape.v6, 0x8100],
    [null, protocol.icmpv6 | shape.v6, 0x8700],
    [null, protocol.udp, 0x0303],
  ])('%s: protocol and version %#x, ports %#x', (kind, form, ports) => {
    expect(answer({ shape: form, known: known.icmp, ports })).toBe(kind);
  });
});

describe('the table of the silence', () => {
  it('says whose it is, and only we say so', () => {
    expect(ownerOf(commentOf(4711))).toBe(4711);
    expect([undefined, 7, '', 'reeve watch, process x', 'x reeve watch, process 1'].map(ownerOf)).toEqual(
      Array(5).fill(null),
    );
    expect(silentTable(4711, { interfaces: [], listening: [] })).toContain(`comment "${commentOf(4711)}"`);
  });

  it('names every watched interface, and every port once', () => {
    const text = silentTable(1, { interfaces: ['eth0', 'eth1'], listening: [80, 22, 80] });
    expect(text).toContain('oifname != { "eth0", "eth1" } return');
    expect(text).toContain('elements = { 80, 22 }');
    expect(silentTable(1, { interfaces: [], listening: [] })).toContain('oifname "lo" return');
    expect(renewal(null)).not.toContain('listening');
    expect(renewal([])).toContain('flush set inet portreeve_watch listening\n');
    expect(renewal([])).not.toContain('add element inet portreeve_watch listening');
  });

  it.each(['a"; flush ruleset; "', 'eth*', 'x\ny', '', '0123456789abcdef'])(
    'an interface %j never reaches nft',
    async (name) => {
      await expect(Silence.begin({ interfaces: [name], listening: [] })).rejects.toThrow(
        'nftables does not take',
      );
    },
  );
});
