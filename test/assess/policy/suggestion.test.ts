import { expect, test } from 'vitest';
import { editDistance, suggestion } from '../../../src/assess/policy/suggestion.ts';

test.each([
  ['', '', 0],
  ['port', 'port', 0],
  ['prot', 'port', 1],
  ['prt', 'port', 1],
  ['ports', 'port', 1],
  ['pxrt', 'port', 1],
  ['abc', '', 3],
  ['scope', 'port', 4],
])('%j to %j: %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('a near word is suggested, else the list is told', () => {
  expect(suggestion('protocl', ['port', 'protocol'])).toBe('; did you mean protocol?');
  expect(suggestion('PORT', ['port', 'protocol'])).toBe('; did you mean port?');
  expect(suggestion('zzzz', ['port', 'protocol'])).toBe('; expected one of port, protocol');
  expect(suggestion('x'.repeat(1_000_000), ['port'])).toBe('; expected one of port');
});
