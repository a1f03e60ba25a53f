import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePasswd, userNames } from '../../src/inspect/users.ts';
import { fuzzRuns } from '../fuzz.ts';

test('names by uid, the first line of a uid wins, what is no entry is passed over', () => {
  const names = parsePasswd(
    [
      'root:x:0:0:root:/root:/bin/bash',
      'toor:x:0:0::/root:/bin/sh',
      '# a comment:x:7:7',
      '+::::::',
      'broken',
      ':x:8:8::/:/bin/sh',
      'minus:x:-1:1::/:/bin/sh',
      'postgres:x:110:115:PostgreSQL,,,:/var/lib/postgresql:/bin/bash',
      '',
    ].join('\n'),
  );
  expect([...names]).toEqual([
    [0, 'root'],
    [110, 'postgres'],
  ]);
});

test('any text is read without an error, and names only what it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '1', ':', '\n', 'x', '#', '\0', '-') }), (text) => {
      for (const [uid, name] of parsePasswd(text)) {
        expect(text).toContain(`${name}:`);
        expect(Number.isSafeInteger(uid)).toBe(true);
      }
    }),
    { numRuns: fuzzRuns(300) },
  );
});

test('the file is read once, and a missing one names nobody', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-users-'));
  try {
    const file = join(folder, 'passwd');
    writeFileSync(file, 'alice:x:1000:1000::/home/alice:/bin/sh\n');
    const nameOf = userNames(file);
    expect(nameOf(1000)).toBe('alice');
    writeFileSync(file, 'mallory:x:1000:1000::/:/bin/sh\n');
    expect([nameOf(1000), nameOf(1001)]).toEqual(['alice', null]);
    expect(userNames(join(folder, 'none'))(0)).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
