const first = 1000;
const longest = 30_000;

/**
 * How long to wait before the next attempt: twice as long each time up to half a minute, and somewhere in the upper half
 * of that, so that a thousand viewers do not come back at once.
 * @param failed attempts that failed in a row, 1 or more
 * @param chance from 0 to 1
 */
export function waitBefore(failed: number, chance: number): number {
  const wait = Math.min(longest, first * 2 ** Math.min(failed - 1, 10));
  return wait / 2 + (wait / 2) * chance;
}
