import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages, negotiate } from '../../../src/web/i18n/index.ts';
import { fuzzRuns } from '../../fuzz.ts';

const tags = languages.map(({ tag }) => tag);

describe('negotiating the language', () => {
  it.each([
    ['bn', 'bn'],
    ['bn-BD', 'bn'],
    ['BN-bd', 'bn'],
    ['bn-Beng-BD-u-nu-latn', 'bn'],
    ['id-ID,id;q=0.9,en;q=0.8', 'id'],
    ['in-ID', 'id'],
    ['sd-Arab-PK', 'sd'],
    ['sd-PK', 'sd'],
    ['sd-Deva-IN', 'en'],
    ['sd-Deva-IN, bn;q=0.2', 'bn'],
    ['de-DE,de;q=0.9', 'en'],
    ['de, bn;q=0.3, id;q=0.7', 'id'],
    ['en-GB,en;q=0.9,bn;q=0.8', 'en'],
    ['bn;q=0.8, id;q=0.8', 'bn'],
    ['bn;q=0, id;q=0.1', 'id'],
    ['*', 'en'],
    ['en;q=0, *', 'bn'],
    ['bn-BD;q=0, *;q=0.5', 'en'],
    ['', 'en'],
    ['bn;q=2', 'en'],
    ['bn;q=-1', 'en'],
    ['bn;q=1.5', 'en'],
    ['bn;q=0.1234', 'en'],
    ['bn;level=1', 'en'],
    [',,;,bn', 'bn'],
    ['bengali', 'en'],
    ['bn_BD', 'en'],
  ])('answers %j with %s', (header, tag) => {
    expect(negotiate(header, null)).toBe(tag);
  });

  it('prefers what was chosen by hand', () => {
    expect(negotiate('bn', 'sd')).toBe('sd');
    expect(negotiate(undefined, 'en')).toBe('en');
    expect(negotiate('bn', 'en')).toBe('en');
  });

  it('does not heed a cookie that names no language', () => {
    for (const cookie of ['', 'de', 'EN', '__proto__', 'bn; Path=/', 'bn\u0000']) {
      expect(negotiate('id', cookie)).toBe('id');
    }
  });

  it('gives one of the languages for whatever is sent', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), (header, cookie) => {
        expect(tags).toContain(negotiate(header, cookie));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('chooses the heaviest of what it has, the first of equals', () => {
    const weight = fc.integer({ min: 1, max: 1000 });
    const wish = fc.tuple(fc.constantFrom(...tags, 'de', 'fr', 'ms'), weight);
    fc.assert(
      fc.property(fc.uniqueArray(wish, { selector: ([tag]) => tag, maxLength: 7 }), (wishes) => {
        const header = wishes.map(([tag, of]) => `${tag};q=${(of / 1000).toFixed(3)}`).join(', ');
        const ours = wishes.filter(([tag]) => (tags as readonly string[]).includes(tag));
        const best = Math.max(...ours.map(([, of]) => of));
        expect(negotiate(header, null)).toBe(ours.find(([, of]) => of === best)?.[0] ?? 'en');
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('reads no more than a little of an endless header', () => {
    expect(negotiate(`${'de,'.repeat(100_000)}bn`, null)).toBe('en');
    expect(negotiate(`bn;q=0.5${','.repeat(1_000_000)}`, null)).toBe('bn');
  });
});
