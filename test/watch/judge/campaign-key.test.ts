import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignKeyOf } from '../../../src/watch/judge/campaign-key.ts';
import { known, protocol, shape, stride, word } from '../../../src/watch/record.ts';
import { fuzzRuns } from '../../fuzz.ts';

const allKnown = 0x1ffff & ~known.icmp & ~known.echo;

interface Syn {
  readonly source?: number;
  readonly destination?: number;
  readonly sourcePort?: number;
  readonly port?: number;
  readonly sequence?: number;
  readonly id?: number;
  readonly ttl?: number;
  readonly window?: number;
  readonly known?: number;
  readonly protocol?: number;
}

function syn(fields: Syn = {}): Uint32Array {
  const words = new Uint32Array(stride);
  words[word.known] = fields.known ?? allKnown;
  words[word.shape] = fields.protocol ?? protocol.tcp;
  words[word.source] = fields.source ?? 0xc633_6407;
  words[word.destination] = fields.destination ?? 0xc000_0201;
  words[word.ports] = ((fields.sourcePort ?? 40_000) << 16) | (fields.port ?? 23);
  words[word.ip] = ((fields.id ?? 7) << 16) | ((fields.ttl ?? 52) << 8);
  words[word.sequence] = fields.sequence ?? 99;
  words[word.tcp] = ((fields.window ?? 1024) << 16) | (5 << 12) | 2;
  words[word.packets] = 1;
  return words;
}

const key = (fields: Syn = {}): number => campaignKeyOf(syn(fields), 0);

describe('the key of a campaign', () => {
  it('is equal for sources of one tool, whatever differs from one to the next', () => {
    expect(key({ source: 1, sourcePort: 2, sequence: 3, id: 4, ttl: 60, destination: 5 })).toBe(key());
    const bots = [
      key({ sequence: 0xc000_0201, window: 1 }),
      key({ sequence: 0xc000_0299, destination: 0xc000_0299, window: 2, port: 2323, ttl: 100 }),
    ];
    expect(new Set(bots).size).toBe(1);
    const masscan = (destination: number, sequence: number): number =>
      key({ destination, sequence, id: (destination ^ 23 ^ sequence) & 0xffff, ttl: 240 });
    expect(masscan(0xc000_0201, 0x1234_5678)).toBe(masscan(0xc000_0277, 0x8765_4321));
  });

  it('differs by port, window, TTL class, tool and protocol', () => {
    const keys = [
      key(),
      key({ port: 22 }),
      key({ window: 65_535 }),
      key({ ttl: 120 }),
      key({ sequence: 0xc000_0201 }),
      key({ id: 54_321, window: 65_535 }),
      key({ protocol: protocol.udp }),
      key({ protocol: 50 }),
      key({ known: allKnown & ~known.window }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is 0 where there is nothing to compare by', () => {
    expect(key({ known: 0 })).toBe(0);
    expect(campaignKeyOf(new Uint32Array(3), 0)).toBe(0);
    expect(campaignKeyOf(syn(), 1)).toBe(0);
    const fragment = syn();
    fragment[word.shape] = protocol.tcp | shape.laterFragment;
    expect(campaignKeyOf(fragment, 0)).toBe(0);
  });

  it('is a whole number of 32 bits for any record, of what the record says alone', () => {
    const words = fc.uint32Array({ minLength: stride, maxLength: stride });
    fc.assert(
      fc.property(words, fc.nat(0xffff), (words, sourcePort) => {
        const one = campaignKeyOf(words, 0);
        expect(one).toBe(one >>> 0);
        const shifted = new Uint32Array(stride * 2);
        shifted.set(words, stride);
        expect(campaignKeyOf(shifted, stride)).toBe(one);
        const other = words.slice();
        if (![protocol.icmp, protocol.icmpv6].some((number) => number === ((words[word.shape] ?? 0) & 0xff)))
          other[word.ports] = (sourcePort << 16) | ((words[word.ports] ?? 0) & 0xffff);
        other[word.timestamp] = 7;
        other[word.ordinal] = 8;
        other[word.source] = 9;
        expect(campaignKeyOf(other, 0)).toBe(one);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('hardly ever agrees by chance', () => {
    const keys = new Set<number>();
    for (let port = 0; port < 200; port++)
      for (let window = 0; window < 100; window++) keys.add(key({ port, window }));
    expect(keys.size).toBeGreaterThan(19_990);
  });
});
