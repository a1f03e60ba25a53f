import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageFinder } from '../../../../src/inspect/linux/packages/index.ts';
import { scene } from './scene.ts';

const { folder, system } = scene();

/** Puts an rpm database and an rpm that knows one file into a root. */
function addRpm(root: string): string {
  mkdirSync(join(root, 'var', 'lib', 'rpm'), { recursive: true });
  writeFileSync(join(root, 'var', 'lib', 'rpm', 'rpmdb.sqlite'), '');
  const command = join(root, 'rpm');
  const script = `shift 3; for path in "$@"; do
    case "$path" in /opt/alien) printf 'alien\\t1-1\\n';; *) echo "file $path is not owned by any package";; esac
  done`;
  writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return command;
}

test('without any package database every path is left out', () => {
  expect([...packageFinder({ root: folder(), cacheFolder: null }).find(['/bin/sh'])]).toEqual([]);
});

test('none owns a file only where every database says so', () => {
  const made = system();
  made.install('bash', '5.2', ['/bin/bash']);
  const rpmCommand = addRpm(made.root);
  const found = packageFinder({ root: made.root, cacheFolder: null, rpmCommand }).find([
    '/bin/bash',
    '/opt/alien',
    '/opt/x',
  ]);
  expect(Object.fromEntries(found)).toEqual({
    '/bin/bash': { name: 'bash', version: '5.2', manager: 'dpkg' },
    '/opt/alien': { name: 'alien', version: '1-1', manager: 'rpm' },
    '/opt/x': null,
  });
});

test('where one database cannot answer, "none" is not said', () => {
  const made = system();
  made.install('bash', '5.2', ['/bin/bash']);
  const rpmCommand = addRpm(made.root);
  writeFileSync(rpmCommand, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const found = packageFinder({ root: made.root, cacheFolder: null, rpmCommand }).find([
    '/bin/bash',
    '/opt/x',
  ]);
  expect([...found.keys()]).toEqual(['/bin/bash']);
});
