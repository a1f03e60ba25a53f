import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSpans, parseDynamic, parseExcluded } from '../../../src/inspect/windows/netsh.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { recorded } from '../recorded.ts';

describe('excluded ranges', () => {
  test('in English, with those of an administrator', () => {
    expect(parseExcluded(recorded('windows', 'excluded-en.txt'))).toEqual([
      { from: 5985, to: 5985 },
      { from: 47_001, to: 47_001 },
      { from: 49_673, to: 49_772 },
      { from: 50_000, to: 50_059 },
      { from: 50_060, to: 50_159 },
      { from: 53_286, to: 53_385 },
    ]);
  });

  test('in Spanish', () => {
    expect(parseExcluded(recorded('windows', 'excluded-es.txt'))?.at(-1)).toEqual({
      from: 50_000,
      to: 50_059,
    });
  });

  test('none is not the same as unknown', () => {
    expect(parseExcluded('Start Port    End Port\n----------    --------\n\n')).toEqual([]);
    expect(parseExcluded('The following command was not found')).toBeNull();
    expect(parseExcluded('')).toBeNull();
  });

  test('lists are merged in order', () => {
    const one = { from: 5, to: 6 };
    expect(mergeSpans([[one, { from: 80, to: 80 }], null, [{ from: 1, to: 2 }, one]])).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 6 },
      { from: 80, to: 80 },
    ]);
    expect(mergeSpans([null])).toBeNull();
  });
});

describe('the dynamic range', () => {
  test.each([
    ['dynamic-en.txt', { from: 49_152, to: 65_535 }],
    ['dynamic-vs.txt', { from: 1024, to: 65_534 }],
  ])('%s', (file, span) => {
    expect(parseDynamic(recorded('windows', file))).toEqual(span);
  });

  test.each(['', 'Start : 65000\nNumber : 16384', 'Start : 1', 'Start : 1\nNumber : 0'])(
    '%j says nothing',
    (text) => {
      expect(parseDynamic(text)).toBeNull();
    },
  );
});

test('any text is survived, and every span is one of ports', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('----------    --------', '  1   2  *', '  9  3', 'a : 7', '  70000  70001'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n');
      const spans = [...(parseExcluded(text) ?? []), ...[parseDynamic(text) ?? []].flat()];
      for (const { from, to } of spans) expect(0 <= from && from <= to && to <= 65_535).toBe(true);
    }),
    { numRuns: fuzzRuns(300) },
  );
});
