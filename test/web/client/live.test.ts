import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitBefore } from '../../../src/web/client/live/backoff.ts';
import { isWithin, readMoment } from '../../../src/web/client/live/moment.ts';
import { passed } from '../../../src/web/client/passed.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('waiting for the agent to come back', () => {
  it('takes longer each time, half a minute at the most, and differs between viewers', () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map((failed) => waitBefore(failed, 1));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(waitBefore(3, 0)).toBe(2000);
  });
});

describe('a moment of the feed', () => {
  it('is within what was known later in the same epoch only', () => {
    const known = readMoment('m1x-40');
    expect(known).toEqual({ epoch: 'm1x', id: 40 });
    expect(isWithin(readMoment('m1x-40'), known)).toBe(true);
    expect(isWithin(readMoment('m1x-41'), known)).toBe(false);
    // Another start of the agent counts anew: a small number says nothing.
    expect(isWithin(readMoment('m2x-3'), known)).toBe(false);
    expect(isWithin(null, known)).toBe(false);
  });

  it('is none in any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = readMoment(text);
        expect(moment === null || `${moment.epoch}-${moment.id}`.length > 0).toBe(true);
        if (moment !== null) expect(Number.isSafeInteger(moment.id)).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
    for (const text of ['', '-', 'a-', '-1', 'a-1-', 'a b-1', null, undefined])
      expect(readMoment(text)).toBeNull();
  });
});

describe('how long ago', () => {
  it('is told in the largest unit that has passed', () => {
    const now = Date.UTC(2026, 10, 21);
    const before = (seconds: number): readonly [number, string] => passed(now - seconds * 1000, now);
    expect(before(0)).toEqual([0, 'second']);
    expect(before(59)).toEqual([-59, 'second']);
    expect(before(61)).toEqual([-1, 'minute']);
    expect(before(7300)).toEqual([-2, 'hour']);
    expect(before(86_400 * 3)).toEqual([-3, 'day']);
    expect(before(-120)).toEqual([2, 'minute']);
  });
});
