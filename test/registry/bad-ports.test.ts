import { expect, test } from 'vitest';
import { browserBlocked } from '../../src/registry/bad-ports.ts';

test('the bad ports of the Fetch Standard are blocked, their neighbours are not', () => {
  expect([0, 1, 22, 25, 4190, 6000, 6666, 6679, 10_080].every(browserBlocked)).toBe(true);
  expect([2, 80, 443, 3000, 4191, 6001, 6670, 8080, 10_081, 65_535].some(browserBlocked)).toBe(false);
  expect(Array.from({ length: 65_536 }, (_, port) => port).filter(browserBlocked)).toHaveLength(83);
});
