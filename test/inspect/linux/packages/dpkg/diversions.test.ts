import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDiversions } from '../../../../../src/inspect/linux/packages/dpkg/diversions.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

test('three lines each, names made canonical', () => {
  const text = '/usr/bin/perf\n/usr/bin/perf.wrapper\nlinux-perf\n/bin/sh\n/bin/sh.distrib\n:\n';
  expect(parseDiversions(text, new Set(['bin']))).toEqual([
    { from: '/usr/bin/perf', to: '/usr/bin/perf.wrapper', by: 'linux-perf' },
    { from: '/usr/bin/sh', to: '/usr/bin/sh.distrib', by: ':' },
  ]);
});

test('what is cut short or no path is passed over', () => {
  expect(parseDiversions('', new Set())).toEqual([]);
  expect(parseDiversions('/a\n/b\n', new Set())).toEqual([]);
  expect(parseDiversions('a\nb\nc\n/d\n/e\nf\n', new Set())).toEqual([{ from: '/d', to: '/e', by: 'f' }]);
});

test('any text is read without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('/', 'a', '\n', ':') }), (text) => {
      for (const { from, to } of parseDiversions(text, new Set(['a'])))
        expect(from[0] === '/' && to[0] === '/').toBe(true);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
