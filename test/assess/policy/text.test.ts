import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { comment, scalar } from '../../../src/assess/policy/text.ts';
import { fuzzRuns } from '../../fuzz.ts';

test.each([
  ['/usr/sbin/sshd', '/usr/sbin/sshd'],
  ['ssh.service', 'ssh.service'],
  ['true', '"true"'],
  ['12', '"12"'],
  ['a b', '"a b"'],
  ['a: b', '"a: b"'],
  ['\u001b[31m', '"\\x1b[31m"'],
  ['é', '"\\xe9"'],
  ['😀', '"\\U0001f600"'],
  ['', '""'],
])('%j is written %s', (text, written) => {
  expect(scalar(text)).toBe(written);
});

test('every text comes back as it was, alone and in a list', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('null', '~', '.inf', '0x1', '1e3', 'y', '2026-11-21', '<<', '=', '\ud800'),
  );
  fc.assert(
    fc.property(text, (given) => {
      expect(parse(`a: ${scalar(given)}`)).toEqual({ a: given });
      expect(parse(`a: [${scalar(given)}, ${scalar(given)}]`)).toEqual({ a: [given, given] });
    }),
    { numRuns: fuzzRuns(400) },
  );
});

test('a comment stays on its line', () => {
  expect(comment('a\nb\u2028c\u001bd')).toBe('a?b?c?d');
  expect(comment('x'.repeat(500))).toHaveLength(100);
});
