import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { candidates, isCandidate, type Taken } from '../../src/answer/candidates.ts';
import { fuzzRuns } from '../fuzz.ts';

const nothing: Taken = {
  isAssigned: () => false,
  isHeld: () => false,
  isBrowserBlocked: () => false,
  ephemeral: { from: 32_768, to: 60_999 },
  reserved: [],
  unprivilegedFrom: 1024,
};

const first = (near: number, taken: Partial<Taken>, count = 3): readonly number[] => {
  const found: number[] = [];
  for (const port of candidates(near, { ...nothing, ...taken })) {
    found.push(port);
    if (found.length === count) break;
  }
  return found;
};

test('the nearest upwards come first, then those below', () => {
  expect(first(8000, {})).toEqual([8000, 8001, 8002]);
  expect(first(32_766, {}, 4)).toEqual([32_766, 32_767, 32_765, 32_764]);
  expect(first(65_535, {})).toEqual([32_767, 32_766, 32_765]);
});

test.each([
  ['assigned', { isAssigned: (port: number) => port === 8000 }],
  ['held', { isHeld: (port: number) => port === 8000 }],
  ['blocked by browsers', { isBrowserBlocked: (port: number) => port === 8000 }],
  ['ephemeral', { ephemeral: { from: 8000, to: 8000 } }],
  ['reserved by the OS', { reserved: [{ from: 7000, to: 8000 }] }],
  ['privileged here', { unprivilegedFrom: 8001 }],
])('a port that is %s is passed over', (_, taken) => {
  expect(first(8000, taken, 1)).toEqual([8001]);
});

test('where everything is taken nothing is offered', () => {
  expect(first(8000, { isAssigned: () => true })).toEqual([]);
});

test('nothing outside the User range is ever offered, wherever the search starts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), (near) => {
      const [port] = first(near, { ephemeral: null }, 1);
      expect(port).toBeGreaterThanOrEqual(1024);
      expect(port).toBeLessThanOrEqual(49_151);
      expect(isCandidate(port ?? 0, nothing) || (port ?? 0) >= 32_768).toBe(true);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
