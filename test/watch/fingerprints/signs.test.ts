import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairSign, sign } from '../../../src/watch/fingerprints/sign-bits.ts';
import { pairSignCount, pairSignsOf, signCount, signsOf } from '../../../src/watch/fingerprints/signs.ts';
import { probeOf } from '../../../src/watch/probe-at.ts';
import { known, optionBit, stride, word } from '../../../src/watch/record.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { batchOf, type RecordFields } from './records.ts';
import { slowPairSigns, slowSigns, type Values } from './slow-model.ts';

const u32 = fc.nat({ max: 0xffffffff });
const either = (...values: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: u32 });

const layouts = [
  [],
  [2],
  [2, 4, 5, 1, 3],
  [2, 1, 3, 1, 1, 4],
  [2, 1, 1, 4],
  [2, 1, 3, 1, 1, 5, 4],
  [2, 1, 3, 4, 5],
  [2, 1, 1, 4, 1, 3, 1, 1, 5],
  [3, 1, 2, 4, 1, 1],
  [2, 6],
].map((kinds) => kinds.reduce((all, kind, index) => all | (kind << (index * 3)), 0));

const allKnown = Object.values(known).reduce((all, bit) => all | bit, 0);
const shapes = fc.constantFrom(6, 6, 6, 6 | 0x100, 17, 1, 58, 0x3a | 0x100, 132);
const windows = fc.constantFrom(0, 3, 64, 512, 1024, 1025, 2048, 3072, 4096, 5120, 14600, 64240, 65535);
const tcpWord = fc
  .tuple(windows, fc.constantFrom(5, 6, 8, 10, 15), fc.constantFrom(2, 2, 2, 2, 0, 1, 41, 16, 0xc2, 18))
  .map(([window, header, flags]) => ((window << 16) | (header << 12) | flags) >>> 0);
const ipWord = fc
  .tuple(fc.constantFrom(54321, 0x1042, 0, 1, 0x4b1d), fc.constantFrom(37, 64, 65, 128, 200, 255))
  .map(([id, ttl]) => ((id << 16) | (ttl << 8)) >>> 0);
const lengthWord = fc
  .tuple(fc.constantFrom(40, 44, 48, 52, 60, 64, 68, 80), fc.constantFrom(0, 0, 0x4000))
  .map(([length, fragment]) => ((length << 16) | fragment) >>> 0);
const optionWord = fc
  .tuple(fc.constantFrom(1460, 1460, 1024, 536), fc.constantFrom(6, 7, 8, 10), fc.nat({ max: 7 }))
  .map(([mss, scale, bits]) => ((mss << 16) | (scale << 8) | bits) >>> 0);

/** Words that are near what the rules look for, each also wholly random now and then. */
const nearRecord = fc
  .record({
    known: fc.oneof(
      fc.constant(allKnown),
      u32.map((bits) => allKnown & ~(bits & (bits >>> 1) & (bits >>> 3))),
    ),
    shape: shapes,
    source: u32,
    destination: either(0xc6336407, 0xc6336408),
    ports: either(
      (40_000 << 16) | 23,
      ((40_001 << 16) | 23) >>> 0,
      ((40_000 << 16) | 24) >>> 0,
      0x0809,
      0x0800,
    ),
    ip: fc.oneof(ipWord, u32),
    sequence: either(0xc6336407, 0xc6330000, 0x00017777, 295, 296, 0x12345678, 0x12355679),
    acknowledgement: either(0, 0x12345678, 0x12355679),
    tcp: fc.oneof({ weight: 6, arbitrary: tcpWord }, { weight: 1, arbitrary: u32 }),
    length: fc.oneof(lengthWord, u32),
    kinds: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...layouts) },
      { weight: 1, arbitrary: fc.nat({ max: 2 ** 30 - 1 }) },
    ),
    options: fc.oneof({ weight: 6, arbitrary: optionWord }, { weight: 1, arbitrary: u32 }),
    timestamp: either(0xffffffff, 1_750_000_000, 1_709_999_999, 0x80000000),
    echo: either(0, 0, 1),
    payload: either(120 << 8, 150 << 8, 300 << 8, 0, 5),
    masscan: fc.boolean(),
  })
  .map((fields) => {
    const words = new Uint32Array(stride);
    words[word.known] = fields.known;
    words[word.shape] = fields.shape;
    words[word.source] = fields.source;
    words[word.destination] = fields.destination;
    words[word.ports] = fields.ports;
    words[word.ip] = fields.ip;
    words[word.sequence] = fields.sequence;
    words[word.acknowledgement] = fields.acknowledgement;
    words[word.tcp] = fields.tcp;
    words[word.length] = fields.length;
    words[word.optionKinds] = fields.kinds;
    ended(words);
    words[word.optionValues] = fields.options;
    words[word.timestamp] = fields.timestamp;
    words[word.timestampEcho] = fields.echo;
    words[word.payload] = fields.payload;
    if (fields.masscan)
      words[word.ip] =
        ((((fields.destination ^ fields.ports ^ fields.sequence) & 0xffff) << 16) | (fields.ip & 0xffff)) >>>
        0;
    return words;
  });

/** Exact probes of the tools, of which a word or none is then replaced: the edge of each rule. */
const recipes: readonly RecordFields[] = [
  { window: 1025, kinds: [2], segment: 1460 },
  { window: 4096, kinds: [2], segment: 1460 },
  { window: 65535, ttl: 60, kinds: [2, 1, 3, 1, 1, 4], segment: 1460, scale: 8 },
  { window: 65535, ttl: 240, kinds: [2, 4, 5, 1, 3], segment: 1460, scale: 7, timestamp: 1_750_000_000 },
  { window: 65535, ttl: 60, kinds: [2, 1, 3, 1, 1, 5, 4], segment: 1460, scale: 6, timestamp: 1_750_000_000 },
  { window: 65535, ttl: 60, kinds: [2], segment: 1460 },
  { window: 64240, dontFragment: true, kinds: [2, 4, 5, 1, 3], segment: 1460, scale: 7, timestamp: 5 },
  { window: 3, flags: 'SEC', kinds: [3, 1, 2, 4, 1, 1], segment: 1460, scale: 10 },
  { window: 14600, sequence: 0x12340000 },
  { protocol: 17, id: 0x1042, payloadLength: 300 },
];
const recipe = fc
  .tuple(fc.constantFrom(...recipes), fc.nat({ max: stride * 2 - 1 }), u32)
  .map(([fields, place, value]) => {
    const words = batchOf([fields]).words.slice();
    if (place < stride) words[place] = value;
    return ended(words);
  });

const randomRecord = fc
  .array(u32, { minLength: stride, maxLength: stride })
  .map((words) => ended(Uint32Array.from(words)));

/** What the record promises of its option kinds: nothing behind the end, ten at most. */
function ended(words: Uint32Array): Uint32Array {
  let kinds = 0;
  for (let place = 0; place < 10; place++) {
    const kind = ((words[word.optionKinds] ?? 0) >>> (place * 3)) & 7;
    if (kind === 0) break;
    kinds |= kind << (place * 3);
  }
  words[word.optionKinds] = kinds;
  return words;
}

const plain = (words: Uint32Array) => probeOf(words, 0, 0, new Uint8Array(64), 0, null, 0, null);

function valuesOf(words: Uint32Array): Values | null {
  if (((words[word.known] ?? 0) & known.optionValues) === 0) return null;
  const values = words[word.optionValues] ?? 0;
  return {
    segment: (values & optionBit.hasMss) === 0 ? null : values >>> 16,
    scale: (values & optionBit.hasWindowScale) === 0 ? null : (values >>> 8) & 0xff,
    stamp:
      (values & optionBit.hasTimestamp) === 0
        ? null
        : [words[word.timestamp] ?? 0, words[word.timestampEcho] ?? 0],
  };
}

const namesIn = (bits: number, table: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(table)
    .filter(([, bit]) => (bits & (1 << bit)) !== 0)
    .map(([name]) => name)
    .toSorted();

describe('signs', () => {
  it('fit the counters of a source', () => {
    expect(signCount).toBeLessThanOrEqual(24);
    expect(pairSignCount).toBeLessThanOrEqual(8);
    expect(Object.values(sign)).toEqual([...Array(signCount).keys()]);
    expect(Object.values(pairSign)).toEqual([...Array(pairSignCount).keys()]);
  });

  it('mean what their slow description says, for near and for random records', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 5, arbitrary: nearRecord },
          { weight: 2, arbitrary: recipe },
          { weight: 1, arbitrary: randomRecord },
        ),
        (words) => {
          const quick = namesIn(signsOf(words, 0), sign);
          for (const name of quick) seen.add(name);
          expect(quick).toEqual([...slowSigns(plain(words), valuesOf(words))].toSorted());
        },
      ),
      { numRuns: fuzzRuns(20_000), seed: 3 },
    );
    // The property is worth nothing where a sign never comes up.
    expect([...seen].toSorted()).toEqual(Object.keys(sign).toSorted());
  });

  it('of pairs too', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(nearRecord, nearRecord, fc.constantFrom(0, 1, 2, 3, 4), (one, other, alike) => {
        // Two unrelated records share little: the second takes over some of the first.
        const second = other.slice();
        if (alike > 0) second.set(one.subarray(0, word.sequence));
        if (alike > 1) second[word.tcp] = one[word.tcp] ?? 0;
        if (alike === 3) second[word.ports] = (one[word.ports] ?? 0) + 0x10000;
        if (alike === 4) {
          const ports = (one[word.ports] ?? 0) ^ 0x00010001;
          second[word.ports] = ports;
          second[word.sequence] = (one[word.sequence] ?? 0) ^ 0x00010001;
        }
        const quick = namesIn(pairSignsOf(second, 0, one, 0), pairSign);
        for (const name of quick) seen.add(name);
        expect(quick).toEqual([...slowPairSigns(plain(second), plain(one))].toSorted());
      }),
      { numRuns: fuzzRuns(20_000), seed: 4 },
    );
    expect([...seen].toSorted()).toEqual(Object.keys(pairSign).toSorted());
  });

  it('are read where the record starts, and leave it as it is', () => {
    fc.assert(
      fc.property(nearRecord, fc.nat({ max: 5 }), (words, before) => {
        const longer = new Uint32Array(stride * 7).fill(0xffffffff);
        longer.set(words, before * stride);
        const copy = longer.slice();
        expect(signsOf(longer, before * stride)).toBe(signsOf(words, 0));
        expect(longer.every((value, index) => value === copy[index])).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
