import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../../../../../src/inspect/linux/packages/dpkg/canonical.ts';
import { hashLists } from '../../../../../src/inspect/linux/packages/dpkg/hash-lists.ts';
import { buildIndex, hashOfPath, layout } from '../../../../../src/inspect/linux/packages/dpkg/index-file.ts';
import { openIndex, readInMemory } from '../../../../../src/inspect/linux/packages/dpkg/index-reader.ts';
import type { FileLists } from '../../../../../src/inspect/linux/packages/dpkg/lists.ts';
import { fuzzRuns } from '../../../../fuzz.ts';

const merged = new Set(['bin', 'sbin', 'lib']);

function lists(packages: Readonly<Record<string, readonly string[]>>): FileLists {
  const texts = Object.values(packages).map((files) =>
    Buffer.from(`\n${files.map((file) => `${file}\n`).join('')}`),
  );
  const starts = new Uint32Array(texts.length + 1);
  for (const [at, text] of texts.entries()) starts[at + 1] = (starts[at] ?? 0) + text.length;
  return { bytes: Buffer.concat(texts), names: Object.keys(packages), starts, complete: true };
}

const sample = lists({
  'libc6:amd64': ['/.', '/lib', '/lib/x86_64-linux-gnu', '/lib/x86_64-linux-gnu/libc.so.6'],
  bash: [
    '/.',
    '/bin',
    '/bin/bash',
    '/usr',
    '/usr/share',
    '/usr/share/doc',
    '/usr/share/doc/bash',
    '/usr/share/doc/bash/README',
  ],
  empty: [],
  'dash-like': ['/usr/bin/sh', '/usr/bin/sh-more'],
});
const versions = new Map([
  ['libc6:amd64', '2.36-9'],
  ['bash', '5.2'],
]);

function open(file: Buffer | null, key = 'key') {
  const index = file === null ? null : openIndex(readInMemory(file), file.length, key);
  return (path: string) => index?.candidates(hashOfPath(path, merged)) ?? null;
}

describe('the index of lists', () => {
  test('finds the package of a file under either name, with its version', () => {
    const find = open(buildIndex(sample, versions, merged, 'key'));
    expect(find('/usr/bin/bash')).toEqual([{ listName: 'bash', version: '5.2' }]);
    expect(find('/bin/bash')).toEqual([{ listName: 'bash', version: '5.2' }]);
    expect(find('/usr/lib/x86_64-linux-gnu/libc.so.6')).toEqual([
      { listName: 'libc6:amd64', version: '2.36-9' },
    ]);
    expect(find('/usr/bin/sh')).toEqual([{ listName: 'dash-like', version: null }]);
    expect(find('/usr/bin/zsh')).toEqual([]);
  });

  test('leaves out folders that the next line is inside of, and no file', () => {
    expect(hashLists(sample, merged).count).toBe(7);
    const find = open(buildIndex(sample, versions, merged, 'key'));
    expect(find('/usr/share/doc/bash')).toEqual([]);
    expect(find('/usr/share/doc/bash/README')).toHaveLength(1);
  });

  test('made of something else than the key says is not opened', () => {
    const file = buildIndex(sample, versions, merged, 'key');
    expect(open(file, 'other')('/bin/bash')).toBeNull();
    expect(buildIndex(sample, versions, merged, 'k'.repeat(layout.longestKey + 1))).toBeNull();
  });

  test('of nothing at all finds nothing', () => {
    const find = open(buildIndex(lists({}), new Map(), new Set(), ''), '');
    expect(find('/bin/bash')).toEqual([]);
  });

  test('finds every file of any lists again, and each of its packages', () => {
    const name = fc.stringMatching(/^[a-z]{1,3}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`);
    const top = fc.constantFrom('', '/bin', '/usr/bin', '/lib/x');
    const files = fc.uniqueArray(
      fc.tuple(top, path).map((parts) => parts.join('')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.dictionary(name, files), (packages) => {
        const find = open(buildIndex(lists(packages), new Map(), merged, 'key'));
        for (const [owner, all] of Object.entries(packages)) {
          // What the next line lies in is a folder for the index.
          for (const file of all.filter((one, at) => all[at + 1]?.startsWith(`${one}/`) !== true)) {
            expect(find(canonical(file, merged))?.map(({ listName }) => listName)).toContain(owner);
          }
        }
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  test('damaged anywhere it gives the truth, nothing, or says so: never a wrong package', () => {
    const whole = buildIndex(sample, versions, merged, 'key') ?? Buffer.alloc(0);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const file = Buffer.from(whole);
        file[at] = (file[at] ?? 0) ^ change;
        const found = open(file)('/bin/bash');
        expect([null, 'bash']).toContain(
          found === null ? null : found.map(({ listName }) => listName).join(),
        );
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('cut short anywhere it is not opened', () => {
    const whole = buildIndex(sample, versions, merged, 'key') ?? Buffer.alloc(0);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), (length) => {
        expect(open(whole.subarray(0, length))('/bin/bash')).toBeNull();
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('any bytes are opened without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(open(Buffer.from(bytes))('/bin/bash')).toBeNull();
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
