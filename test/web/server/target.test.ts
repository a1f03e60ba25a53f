import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Refusal } from '../../../src/web/server/refusal.ts';
import { readTarget, withoutTrailingSlash } from '../../../src/web/server/target.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('what a request line asks for', () => {
  test.each([
    ['/', { language: null, path: '/', query: '' }],
    ['/bn', { language: 'bn', path: '/', query: '' }],
    ['/sd/ports/22?a=1&b=%20', { language: 'sd', path: '/ports/22', query: 'a=1&b=%20' }],
    ['/bnx/ports', { language: null, path: '/bnx/ports', query: '' }],
    ['/bn/api/v1/status', { language: null, path: '/bn/api/v1/status', query: '' }],
    ['/id/feedback', { language: null, path: '/id/feedback', query: '' }],
    ['/id/robots.txt', { language: null, path: '/id/robots.txt', query: '' }],
    ['/id/map/base.bin', { language: null, path: '/id/map/base.bin', query: '' }],
  ])('%s', (url, target) => expect(readTarget(url)).toEqual(target));

  it('refuses, or gives a path that can be decoded', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.webPath(),
      fc.constantFrom('%', '%zz', '%00', '\\', '..', '//', '/bn', '?'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const url = `/${pieces.join('')}`;
        try {
          const { path, query } = readTarget(url);
          expect(path.startsWith('/')).toBe(true);
          expect(decodeURIComponent(path)).not.toMatch(/\p{Cc}/u);
          expect(() => new URLSearchParams(query)).not.toThrow();
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect([400, 414]).toContain((error as Refusal).status);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('leads from no front page to itself', () => {
    const lead = (url: string) => withoutTrailingSlash(readTarget(url));
    expect(['/', '/bn', '/bn?a=b', '/ports/22'].map(lead)).toEqual([null, null, null, null]);
    expect(['/bn/', '/bn//?a=b', '//', '/ports/22/'].map(lead)).toEqual(['/bn', '/bn?a=b', '/', '/ports/22']);
  });

  it('loses the slashes at its end, and leads to no other host', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('/', 'ports', '22', 'evil.example', 'bn', '%2f'), { maxLength: 8 }),
        (pieces) => {
          const clean = withoutTrailingSlash(readTarget(`/${pieces.join('')}`));
          if (clean === null) return;
          expect(clean).toMatch(/^\/(?!\/)/);
          expect(clean === '/' || !clean.endsWith('/')).toBe(true);
          // A second step may show a language; then it is over.
          const next = withoutTrailingSlash(readTarget(clean));
          if (next !== null) expect(withoutTrailingSlash(readTarget(next))).toBeNull();
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});
