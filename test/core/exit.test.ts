import { expect, test } from 'vitest';
import { worstExit } from '../../src/core/exit.ts';

test.each([
  [[], 0],
  [[0, 2], 2],
  [[2, 3], 3],
  [[3, 1], 1],
  [[1, 4], 4],
  [[4, 5, 1, 3, 2, 0], 5],
] as const)('of %j counts %d', (codes, expected) => {
  expect(worstExit(codes)).toBe(expected);
});
