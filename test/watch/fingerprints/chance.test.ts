import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coincidence } from '../../../src/watch/fingerprints/chance.ts';
import { fuzzRuns } from '../../fuzz.ts';

/** The exact tail of the binomial distribution, summed. */
function tail(matches: number, tried: number, chance: number): number {
  let sum = 0;
  for (let count = matches; count <= tried; count++) {
    let term = 1;
    for (let index = 0; index < count; index++) term *= ((tried - index) / (index + 1)) * chance;
    sum += term * (1 - chance) ** (tried - count);
  }
  return sum;
}

describe('the chance of a coincidence', () => {
  it('is a power where all packets match', () => {
    expect(coincidence(1, 1, 2 ** -16)).toBe(2 ** -16);
    expect(coincidence(3, 3, 2 ** -16)).toBe(2 ** -48);
  });

  it('is certain where nothing had to match, and never below the least', () => {
    expect(coincidence(0, 1000, 2 ** -16)).toBe(1);
    expect(coincidence(100_000, 100_000, 2 ** -32)).toBe(1e-300);
    expect(coincidence(400, 1000, 2 ** -16)).toBe(1e-300);
  });

  it('never says less than the true one, nor much more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom(2 ** -16, 2 ** -31, 1e-3),
        (matches, more, chance) => {
          const said = coincidence(matches, matches + more, chance);
          const exact = tail(matches, matches + more, chance);
          expect(said).toBeGreaterThanOrEqual(Math.min(1, exact * 0.999));
          if (chance < 1e-4) expect(said).toBeLessThanOrEqual(Math.max(1e-300, exact * 1.1));
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
