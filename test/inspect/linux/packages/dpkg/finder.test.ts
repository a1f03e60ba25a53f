import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dpkgFinder } from '../../../../../src/inspect/linux/packages/dpkg/finder.ts';
import { asNobody, findProgram, isRoot } from '../../process/running.ts';
import { scene, type System } from '../scene.ts';

const { folder, system } = scene();
const dpkgQuery = findProgram('dpkg-query');
const uid = process.geteuid?.() ?? 0;

const index = (cache: string): string => join(cache, 'dpkg.index');

/** Asks a finder made now; the answers by path. */
function ask({ root }: Pick<System, 'root'>, cacheFolder: string | null, ...paths: readonly string[]) {
  return Object.fromEntries(dpkgFinder({ root, cacheFolder, uid })?.find(paths) ?? []);
}

function ordinary(options?: { merged?: boolean }): System {
  const made = system(options);
  made.install('bash', '5.2.15-2', ['/bin/bash', '/usr/share/doc/bash/README']);
  made.install('nginx-core', '1.22.1-9', ['/usr/sbin/nginx']);
  made.install('libc6:amd64', '2.36-9', ['/lib/x86_64-linux-gnu/libc.so.6']);
  made.install('libc6:i386', '2.36-8', ['/lib/i386-linux-gnu/libc.so.6']);
  return made;
}

const own = (name: string, version: string | null) => ({ name, version, manager: 'dpkg' });

describe.each(['without an index', 'making one', 'by one', 'by a damaged one'])(
  'packages of files, %s',
  (way) => {
    const cacheOf = (made: System): string | null => {
      if (way === 'without an index') return null;
      made.settle();
      const cache = join(folder(), 'portreeve');
      if (way === 'making one') return cache;
      ask(made, cache, '/');
      const path = join(cache, 'dpkg.index');
      const bytes = readFileSync(path);
      // Behind the header and the table of buckets: the entries themselves.
      if (way === 'by a damaged one')
        writeFileSync(path, bytes.fill(0xff, 520, bytes.length), { mode: 0o600 });
      return cache;
    };

    test('are found under either name where /usr is merged', () => {
      const made = ordinary();
      expect(
        ask(
          made,
          cacheOf(made),
          '/usr/bin/bash',
          '/bin/bash',
          '/usr/sbin/nginx',
          '/sbin/nginx',
          '/usr/bin/nginx',
        ),
      ).toEqual({
        '/usr/bin/bash': own('bash', '5.2.15-2'),
        '/bin/bash': own('bash', '5.2.15-2'),
        '/usr/sbin/nginx': own('nginx-core', '1.22.1-9'),
        '/sbin/nginx': own('nginx-core', '1.22.1-9'),
        '/usr/bin/nginx': null,
      });
    });

    test('are found under their own name only where it is not', () => {
      const made = ordinary({ merged: false });
      expect(ask(made, cacheOf(made), '/bin/bash', '/usr/bin/bash')).toEqual({
        '/bin/bash': own('bash', '5.2.15-2'),
        '/usr/bin/bash': null,
      });
    });

    test('have the version of their architecture', () => {
      const made = ordinary();
      expect(ask(made, cacheOf(made), '/usr/lib/i386-linux-gnu/libc.so.6')).toEqual({
        '/usr/lib/i386-linux-gnu/libc.so.6': own('libc6', '2.36-8'),
      });
    });

    test('are those after a diversion, not before', () => {
      const made = ordinary();
      made.install('libpq-dev', '15.8', ['/usr/bin/pg_config']);
      made.install('postgresql-common', '248', ['/usr/bin/pg_config']);
      made.install('dash', '0.5', ['/bin/sh']);
      made.write(
        'diversions',
        // The second by the administrator: the package's own file is moved away, the name is nobody's.
        '/usr/bin/pg_config\n/usr/bin/pg_config.libpq-dev\npostgresql-common\n/bin/sh\n/bin/sh.distrib\n:\n',
      );
      const paths = [
        '/usr/bin/pg_config',
        '/usr/bin/pg_config.libpq-dev',
        '/usr/bin/sh',
        '/usr/bin/sh.distrib',
      ];
      expect(Object.values(ask(made, cacheOf(made), ...paths))).toEqual([
        own('postgresql-common', '248'),
        own('libpq-dev', '15.8'),
        null,
        own('dash', '0.5'),
      ]);
    });

    test('are none for what cannot be in a list, and left out for what cannot be asked', () => {
      const made = ordinary();
      expect(ask(made, cacheOf(made), '/bin/bash\n/usr/share', 'bash', '/bin/caf\ufffd', '')).toEqual({
        '/bin/bash\n/usr/share': null,
      });
    });
  },
);

describe('the index', () => {
  test('is made anew when a package is installed, and when a version changes', () => {
    const made = ordinary();
    const cache = join(folder(), 'portreeve');
    made.settle(60);
    expect(ask(made, cache, '/usr/bin/redis')).toEqual({ '/usr/bin/redis': null });
    made.install('redis', '7.0', ['/usr/bin/redis']);
    made.settle(50);
    expect(ask(made, cache, '/usr/bin/redis')).toEqual({ '/usr/bin/redis': own('redis', '7.0') });
    made.write('status', readFileSync(join(made.dpkg, 'status'), 'utf8').replace('7.0', '7.1-security1'));
    expect(ask(made, cache, '/usr/bin/redis')).toEqual({ '/usr/bin/redis': own('redis', '7.1-security1') });
  });

  test('is not kept of a database that changed a moment ago', () => {
    const made = ordinary();
    const cache = join(folder(), 'portreeve');
    expect(ask(made, cache, '/usr/bin/bash')).toEqual({ '/usr/bin/bash': own('bash', '5.2.15-2') });
    expect(existsSync(index(cache))).toBe(false);
    made.settle();
    ask(made, cache, '/usr/bin/bash');
    expect(statSync(index(cache)).mode & 0o777).toBe(0o600);
    expect(readdirSync(cache)).toEqual(['dpkg.index']);
  });

  test('does not name a package whose list no longer holds the file', () => {
    const made = ordinary();
    const cache = join(folder(), 'portreeve');
    made.settle();
    ask(made, cache, '/');
    // Behind the index's back: written in place, so that the folder's times do not change.
    writeFileSync(join(made.dpkg, 'info', 'bash.list'), '/.\n');
    expect(ask(made, cache, '/usr/bin/bash')).toEqual({ '/usr/bin/bash': null });
  });

  test('damaged at the place needed is written again', () => {
    const made = ordinary();
    const cache = join(folder(), 'portreeve');
    made.settle();
    ask(made, cache, '/');
    const whole = readFileSync(index(cache));
    writeFileSync(index(cache), Buffer.from(whole).fill(0xff, 520), { mode: 0o600 });
    ask(made, cache, '/usr/bin/bash');
    expect(readFileSync(index(cache)).equals(whole)).toBe(true);
  });

  test('of others is passed over', () => {
    const made = ordinary();
    const cache = join(folder(), 'portreeve');
    made.settle();
    ask(made, cache, '/');
    writeFileSync(index(cache), 'something else', { mode: 0o600 });
    expect(ask(made, cache, '/usr/sbin/nginx')).toEqual({ '/usr/sbin/nginx': own('nginx-core', '1.22.1-9') });
  });
});

describe('a database', () => {
  test('that is not there gives no finder', () => {
    expect(dpkgFinder({ root: folder(), cacheFolder: null, uid })).toBeNull();
  });

  test('without its lists leaves every path out', () => {
    const made = ordinary();
    rmSync(join(made.dpkg, 'info'), { recursive: true });
    expect(ask(made, null, '/usr/bin/bash')).toEqual({});
  });

  test.skipIf(!isRoot)('with a hidden list cannot say "none" (needs root to become nobody)', () => {
    const made = ordinary();
    expect(spawnSync('chmod', ['600', join(made.dpkg, 'info', 'bash.list')]).status).toBe(0);
    expect(asNobody(() => ask(made, null, '/usr/sbin/nginx', '/opt/x'))).toEqual({
      '/usr/sbin/nginx': own('nginx-core', '1.22.1-9'),
    });
  });

  test('answers are kept: the second question reads nothing', () => {
    const made = ordinary();
    const finder = dpkgFinder({ root: made.root, cacheFolder: null, uid });
    const first = finder?.find(['/usr/bin/bash', '/opt/x']);
    rmSync(made.dpkg, { recursive: true });
    expect(finder?.find(['/usr/bin/bash', '/opt/x'])).toEqual(first);
  });
});

describe.skipIf(dpkgQuery === null)('on this machine (needs dpkg)', () => {
  test('says what dpkg says of the programs that are here', () => {
    const programs = readdirSync('/usr/bin')
      .slice(0, 400)
      .map((name) => `/usr/bin/${name}`);
    const said = spawnSync(dpkgQuery ?? '', ['-S', ...programs], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    }).stdout;
    const owners = new Map<string, string>();
    for (const line of said.split('\n')) {
      const match = /^([^\s:,]+)(?::\w+)?: (\/.+)$/.exec(line);
      if (match?.[1] !== undefined && match[2] !== undefined) owners.set(match[2], match[1]);
    }
    const diverted = new Set(
      said.split('\n').flatMap((line) => /^diversion by .* (?:from|to): (\/.+)$/.exec(line)?.[1] ?? []),
    );
    const finder = dpkgFinder({ root: '/', cacheFolder: null, uid });
    const found = finder?.find(programs) ?? new Map<string, never>();
    let compared = 0;
    for (const [path, name] of owners) {
      if (diverted.has(path)) continue;
      expect(found.get(path)?.name, path).toBe(name);
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });
});
