import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EditDistance } from '../../../src/registry/search/distance.ts';
import { askedWord, likeness } from '../../../src/registry/search/likeness.ts';
import { signatureOf, tokensOf } from '../../../src/registry/search/tokens.ts';
import { fuzzRuns } from '../../fuzz.ts';

/** Optimal string alignment by its definition, nothing shared and nothing cut short. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => table[i]?.[j] ?? 99;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let value = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, at(i - 2, j - 2) + 1);
      const row = table[i];
      if (row !== undefined) row[j] = value;
    }
  }
  return at(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 9 });

test('edits are counted as the definition counts them, up to the limit', () => {
  const distance = new EditDistance();
  const property = fc.property(word, word, fc.integer({ min: 1, max: 2 }), (asked, other, limit) => {
    const plain = plainDistance(asked, other);
    const beginnings = Array.from({ length: other.length + 1 }, (_, length) =>
      plainDistance(asked, other.slice(0, length)),
    );
    const { whole, beginning } = distance.between(asked, other, limit);
    if (plain <= limit) expect(whole).toBe(plain);
    else expect(whole).toBeGreaterThan(limit);
    const best = Math.min(...beginnings);
    if (best <= limit) expect(beginning).toBe(best);
    else expect(beginning).toBeGreaterThan(limit);
  });
  fc.assert(property, { numRuns: fuzzRuns(500) });
});

test.each([
  ['https', 'https', 'the same'],
  ['postgre', 'postgresql', 'begins so'],
  ['htpps', 'https', 'nearly'],
  ['htps', 'https', 'nearly'],
  ['hhttp', 'http', 'nearly'],
  ['kuberentes', 'kubernetes', 'nearly'],
  ['postgersq', 'postgresql', 'nearly'],
  ['sql', 'mysql', 'contains it'],
])('%s finds %s: %s', (asked, found, kind) => {
  expect(likeness(askedWord(asked), found)?.kind).toBe(kind);
});

test.each([
  ['ssh', 'sst'],
  ['5432', '5433'],
  ['redis', 'radius'],
  ['a', 'ab'],
  ['ftp', 'tfp'],
])('%s does not find %s', (asked, other) => {
  expect(likeness(askedWord(asked), other)).toBeNull();
});

const strength = (other: string): number => likeness(askedWord('postgres'), other)?.strength ?? 0;

test('the nearer word is the stronger one', () => {
  expect(strength('postgres')).toBeGreaterThan(strength('postgresql'));
  expect(strength('postgresql')).toBeGreaterThan(strength('postgers'));
  expect(strength('postgers')).toBeGreaterThan(strength('xpostgresx'));
});

test('words are lower case, without accents and signs', () => {
  expect(tokensOf('Café-Server  (v2), EtherNet/IP')).toEqual(['cafe', 'server', 'v2', 'ethernet', 'ip']);
  expect(tokensOf('२५ ...')).toEqual([]);
});

test('a word has all the letters of its signature', () => {
  expect(signatureOf('abca')).toBe(signatureOf('cba'));
  expect(signatureOf('abc') & ~signatureOf('abcd')).toBe(0);
});
