import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRpmLine, rpmFinder } from '../../../../src/inspect/linux/packages/rpm.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { scene } from './scene.ts';

const { folder } = scene();

/** A root with an rpm database, and a stand-in for rpm that answers in the form of rpm(8) --queryformat. */
function machine(script: string) {
  const root = folder();
  mkdirSync(join(root, 'usr', 'lib', 'sysimage', 'rpm'), { recursive: true });
  writeFileSync(join(root, 'usr', 'lib', 'sysimage', 'rpm', 'rpmdb.sqlite'), '');
  const command = join(root, 'rpm');
  writeFileSync(command, `#!/bin/sh\nprintf '%s\\n' "$*" >> ${root}/asked\nshift 3\n${script}\n`, {
    mode: 0o755,
  });
  const asked = () => readFileSync(join(root, 'asked'), 'utf8').trim().split('\n');
  return { finder: rpmFinder({ root, command, timeout: 2000 }), asked, root, command };
}

const answers = `for path in "$@"; do case "$path" in
  /usr/sbin/nginx) printf 'nginx-core\\t1.26.2-1.fc41\\n';;
  /usr/bin/bash) printf 'bash\\t5.2.32-1.fc41\\n';;
  /usr/bin) printf 'filesystem\\t3.18-23.fc41\\n'; printf 'other\\t1-1\\n';;
  /gone) echo "error: file /gone: No such file or directory" >&2;;
  *) echo "file $path is not owned by any package";;
esac; done`;

describe('packages of files by rpm', () => {
  test('are asked for together, once', () => {
    const { finder, asked } = machine(answers);
    const paths = ['/usr/sbin/nginx', '/opt/x', '/usr/bin/bash'];
    const expected = [
      ['/usr/sbin/nginx', { name: 'nginx-core', version: '1.26.2-1.fc41', manager: 'rpm' }],
      ['/opt/x', null],
      ['/usr/bin/bash', { name: 'bash', version: '5.2.32-1.fc41', manager: 'rpm' }],
    ];
    expect([...(finder?.find(paths) ?? [])]).toEqual(expected);
    expect([...(finder?.find(paths) ?? [])]).toEqual(expected);
    expect(asked()).toEqual([
      '-qf --qf %{NAME}\\t%{VERSION}-%{RELEASE}\\n /usr/sbin/nginx /opt/x /usr/bin/bash',
    ]);
  });

  test('are told apart where a file has two owners or is gone', () => {
    const { finder } = machine(answers);
    const found = finder?.find(['/usr/bin', '/gone', '/usr/bin/bash', '/opt/x']);
    expect(
      Object.fromEntries([...(found ?? [])].map(([path, owner]) => [path, owner?.name ?? null])),
    ).toEqual({
      '/usr/bin': 'filesystem',
      '/usr/bin/bash': 'bash',
      '/opt/x': null,
    });
  });

  test('are left out where rpm does not answer in time', () => {
    const { root, command } = machine('kill -STOP $$');
    const finder = rpmFinder({ root, command, timeout: 100 });
    expect([...(finder?.find(['/usr/bin/bash', '/opt/x']) ?? [])]).toEqual([]);
  });

  test('are left out where rpm says something else', () => {
    const { finder } = machine('echo "error: rpmdb: damaged"; exit 1');
    expect([...(finder?.find(['/usr/bin/bash']) ?? [])]).toEqual([]);
  });

  test('are asked for a bounded number of times, however little rpm helps', () => {
    const { finder, asked } = machine('for path in "$@"; do echo "error: odd" >&2; done');
    expect([...(finder?.find(Array.from({ length: 300 }, (_, at) => `/opt/${at}`)) ?? [])]).toEqual([]);
    expect(asked()).toHaveLength(50);
  });

  test('paths that cannot be asked for are not', () => {
    const { finder, asked } = machine(answers);
    expect([...(finder?.find(['--eval=x', 'relative', '/a\nb', '/usr/bin/bash']) ?? [])]).toHaveLength(1);
    expect(asked()[0]).toMatch(/\\n \/usr\/bin\/bash$/);
  });

  test('need a database and an rpm', () => {
    const { root, command } = machine(answers);
    expect(rpmFinder({ root: folder(), command, timeout: 100 })).toBeNull();
    expect(rpmFinder({ root, command: join(root, 'none'), timeout: 100 })).toBeNull();
  });
});

test('a line of any text is a package, "none" for the very path, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\t', ' ', '/', '-', '1') }), (line) => {
      const owner = parseRpmLine(line, '/x');
      if (owner !== undefined && owner !== null) expect(line).toBe(`${owner.name}\t${owner.version}`);
    }),
    { numRuns: fuzzRuns(300) },
  );
  expect(parseRpmLine('file /x is not owned by any package', '/x')).toBeNull();
  expect(parseRpmLine('file /y is not owned by any package', '/x')).toBeUndefined();
});
