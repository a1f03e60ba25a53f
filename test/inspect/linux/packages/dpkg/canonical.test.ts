import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  canonical,
  mergedFolders,
  spellings,
} from '../../../../../src/inspect/linux/packages/dpkg/canonical.ts';
import { scene } from '../scene.ts';

const { folder, system } = scene();
const merged = new Set(['bin', 'lib']);

test('which folders are links into /usr is seen, and only those', () => {
  expect([...mergedFolders(system().root)].sort()).toEqual(['bin', 'lib', 'sbin']);
  expect([...mergedFolders(system({ merged: false }).root)]).toEqual([]);
  const odd = folder();
  symlinkSync('/usr/bin', join(odd, 'bin'));
  symlinkSync('elsewhere', join(odd, 'sbin'));
  mkdirSync(join(odd, 'lib64'));
  expect([...mergedFolders(odd)]).toEqual(['bin']);
});

test.each([
  ['/bin/sh', '/usr/bin/sh'],
  ['/usr/bin/sh', '/usr/bin/sh'],
  ['/sbin/init', '/sbin/init'],
  ['/lib/x/y', '/usr/lib/x/y'],
  ['/libexec/x', '/libexec/x'],
  ['/bin', '/bin'],
  ['/', '/'],
])('%s is looked up as %s', (path, expected) => {
  expect(canonical(path, merged)).toBe(expected);
});

test.each([
  ['/usr/bin/sh', ['/usr/bin/sh', '/bin/sh']],
  ['/usr/sbin/init', ['/usr/sbin/init']],
  ['/opt/x', ['/opt/x']],
  ['/usr', ['/usr']],
])('%s may be listed as %j', (path, expected) => {
  expect(spellings(path, merged)).toEqual(expected);
});
