import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../../src/core/time.ts';
import { fuzzRuns } from '../fuzz.ts';

describe('isoTime', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_234_567_890_123_000, '2009-02-13T23:31:30.123Z'],
    [1_234_567_890_123_456, '2009-02-13T23:31:30.123456Z'],
    [1_234_567_890_000_007.75, '2009-02-13T23:31:30.000007Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
  ])('%d', (time, text) => {
    expect(isoTime(time)).toBe(text);
  });

  it.each([null, Number.NaN, Infinity, 1e18, -1e18])('%s is no time', (time) => {
    expect(isoTime(time)).toBeNull();
  });

  it('is read back as the same millisecond, and in the order of the times', () => {
    const moment = fc.integer({ min: 0, max: 4_102_444_800_000_000 });
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(Date.parse(isoTime(a) ?? '')).toBe(Math.floor(a / 1000));
        const texts = [isoTime(a) ?? '', isoTime(b) ?? ''].map((text) =>
          text.replace('Z', '').padEnd(26, '0'),
        );
        expect(Math.sign((texts[0] ?? '').localeCompare(texts[1] ?? ''))).toBe(Math.sign(a - b));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
