import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedConstants } from '../../../src/watch/fingerprints/index.ts';
import { stride } from '../../../src/watch/record.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { addressNumber, batchOf, drawn, low, type RecordFields } from './records.ts';

const seen = '10.0.0.5';
const aimed = addressNumber('203.0.113.77');

const masscan = (random: () => number, port: number): RecordFields => {
  const sequence = random();
  return { destination: seen, destinationPort: port, sequence, id: low(aimed ^ port ^ sequence) };
};
const mirai = (random: () => number): RecordFields => ({
  destination: seen,
  destinationPort: 23,
  sequence: aimed,
  id: low(random()),
  window: low(random()),
});
const noise = (random: () => number): RecordFields => ({
  destination: seen,
  destinationPort: low(random()),
  sequence: random(),
  id: low(random()),
});

/** Adds records, each of the source of its number, and asks for the last. */
function tell(records: readonly RecordFields[], sources: readonly number[], table = new SharedConstants()) {
  const { words } = batchOf(records);
  for (const index of records.keys()) table.add(words, index * stride, sources[index] ?? 0);
  return table.find(words, (records.length - 1) * stride);
}

describe('constants behind an address translation', () => {
  it("finds masscan's from two sources on, and how many show it", () => {
    const random = drawn(5);
    const records = Array.from({ length: 6 }, (_, index) => masscan(random, 1000 + index));
    expect(tell(records, [1, 1, 2, 2, 3, 3])).toEqual({ tool: 'masscan', matches: 6, tried: 6, sources: 3 });
    expect(tell(records, [7, 7, 7, 7, 7, 7])).toBeNull();
  });

  it("finds Mirai's, but never in the repeats of one source", () => {
    const random = drawn(6);
    const records = Array.from({ length: 3 }, () => mirai(random));
    expect(tell(records, [1, 2, 3])).toEqual({ tool: 'mirai', matches: 3, tried: 3, sources: 3 });
    expect(tell(records, [1, 1, 1])).toBeNull();
  });

  it('does not count a packet again that only repeats', () => {
    const random = drawn(7);
    const one = masscan(random, 80);
    const found = tell([one, one, one, one, masscan(random, 81)], [1, 1, 1, 1, 2]);
    expect(found).toEqual({ tool: 'masscan', matches: 2, tried: 5, sources: 2 });
  });

  it('survives a flood of other packets to the same address', () => {
    const random = drawn(8);
    const records = Array.from({ length: 30_000 }, (_, index) =>
      index % 1000 === 999 ? masscan(random, low(random())) : noise(random),
    );
    const found = tell(
      records,
      records.map((_, index) => index),
    );
    expect(found?.tool).toBe('masscan');
    expect(found?.matches).toBeGreaterThan(20);
  });

  it('tells nothing of noise beyond what noise gives', () => {
    const random = drawn(9);
    const records = Array.from({ length: 20_000 }, () => noise(random));
    const table = new SharedConstants();
    const { words } = batchOf(records);
    for (const index of records.keys()) table.add(words, index * stride, index);
    let most = 0;
    for (const index of records.keys())
      most = Math.max(most, table.find(words, index * stride)?.matches ?? 0);
    // Of 20,000 numbers below 65,536 a few fall together by chance.
    expect(most).toBeLessThan(8);
  });

  it('never throws, never grows and never shows the address', () => {
    const word = fc.nat({ max: 0xffffffff });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(word, { minLength: stride, maxLength: stride }), word), { maxLength: 30 }),
        (records) => {
          const table = new SharedConstants({ entries: 8, targets: 4 });
          const { bytes } = table;
          for (const [words, source] of records) {
            const record = Uint32Array.from(words);
            table.add(record, 0, source);
            const found = table.find(record, 0);
            if (found === null) continue;
            expect(Object.keys(found).toSorted()).toEqual(['matches', 'sources', 'tool', 'tried']);
            expect(found.matches).toBeLessThanOrEqual(found.tried);
            expect(found.sources).toBeGreaterThanOrEqual(2);
          }
          expect(table.bytes).toBe(bytes);
        },
      ),
      { numRuns: fuzzRuns(500) },
    );
  });
});
