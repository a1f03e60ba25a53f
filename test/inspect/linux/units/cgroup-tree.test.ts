import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { cgroupTree } from '../../../../src/inspect/linux/units/cgroup-tree.ts';
import { cgroup2Mount } from '../../../../src/inspect/linux/units/mounts.ts';
import { fuzzRuns } from '../../../fuzz.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0).toReversed()) clean();
});

/** A folder tree in the place of a cgroup hierarchy, named by a mountinfo of its own. */
function fakeHierarchy(
  paths: readonly string[],
  root = '/',
): { readonly procRoot: string; idOf: (path: string) => bigint } {
  const top = mkdtempSync(join(tmpdir(), 'reeve-cgroup-'));
  cleanups.push(() => rmSync(top, { recursive: true, force: true }));
  const mount = join(top, 'sys');
  for (const path of ['', ...paths]) mkdirSync(join(mount, path), { recursive: true });
  mkdirSync(join(top, 'proc/self'), { recursive: true });
  writeFileSync(
    join(top, 'proc/self/mountinfo'),
    `22 1 0:2 / / rw - ext4 /dev/x rw\n41 22 0:38 ${root} ${mount} rw - cgroup2 none rw\n`,
  );
  return { procRoot: join(top, 'proc'), idOf: (path) => statSync(join(mount, path), { bigint: true }).ino };
}

describe('cgroupTree', () => {
  test('finds paths by inode number, at any depth, in any order', () => {
    const { procRoot, idOf } = fakeHierarchy([
      'system.slice/nginx.service',
      'user.slice/user-1000.slice/session-3.scope',
    ]);
    const tree = cgroupTree({ procRoot });
    expect(tree.pathOf(idOf('user.slice/user-1000.slice/session-3.scope'))).toBe(
      '/user.slice/user-1000.slice/session-3.scope',
    );
    expect(tree.pathOf(idOf('system.slice'))).toBe('/system.slice');
    expect(tree.pathOf(idOf(''))).toBe('/');
    expect(tree.pathOf(1234567890123n)).toBeNull();
    expect(tree.truncated).toBe(false);
  });

  test('a hint that is right spares the walk, one that is wrong costs nothing', () => {
    const { procRoot, idOf } = fakeHierarchy(['system.slice/a.service', 'system.slice/b.service']);
    const tree = cgroupTree({ procRoot, limit: 1 });
    const id = idOf('system.slice/b.service');
    expect(
      tree.pathOf(id, ['/nowhere', '/system.slice/../system.slice/b.service', '/system.slice/b.service']),
    ).toBe('/system.slice/b.service');
    expect(tree.truncated).toBe(false);
    expect(tree.pathOf(idOf('system.slice/a.service'), ['/system.slice/b.service'])).toBeNull();
    expect(tree.truncated).toBe(true);
  });

  test('hints below a bound part of the tree', () => {
    const { procRoot, idOf } = fakeHierarchy(['web.service'], '/machine.slice/m.scope');
    const tree = cgroupTree({ procRoot, limit: 1 });
    expect(tree.pathOf(idOf('web.service'), ['/web.service', '/machine.slice/m.scope/web.service'])).toBe(
      '/machine.slice/m.scope/web.service',
    );
  });

  test('puts the bound part of the tree before its paths', () => {
    const { procRoot, idOf } = fakeHierarchy(['web.service'], '/machine.slice/m.scope');
    expect(cgroupTree({ procRoot }).pathOf(idOf('web.service'))).toBe('/machine.slice/m.scope/web.service');
  });

  test('says when it stopped early', () => {
    const { procRoot, idOf } = fakeHierarchy(['a', 'b', 'c', 'd/e']);
    const tree = cgroupTree({ procRoot, limit: 3 });
    expect(tree.pathOf(idOf('d/e'))).toBeNull();
    expect(tree.truncated).toBe(true);
  });

  test('without a hierarchy every id is unknown', () => {
    expect(cgroupTree({ procRoot: '/nonexistent' }).pathOf(1n)).toBeNull();
  });

  const unified = cgroup2Mount(readOr('/proc/self/mountinfo'))?.path ?? '';
  test.skipIf(!writable(unified))(
    'the kernel’s own tree (skipped where no cgroup2 hierarchy is writable)',
    () => {
      const name = `reeve-test-${process.pid}`;
      const inner = join(unified, name, 'inner.service');
      mkdirSync(inner, { recursive: true });
      cleanups.push(() => {
        rmdirSync(inner);
        rmdirSync(join(unified, name));
      });
      const id = statSync(inner, { bigint: true }).ino;
      expect(cgroupTree().pathOf(id)).toBe(`/${name}/inner.service`);
    },
  );
});

describe('cgroup2Mount', () => {
  test.each([
    [
      'unified',
      '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate',
      '/sys/fs/cgroup',
      '/',
    ],
    [
      'without optional fields',
      '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      '/sys/fs/cgroup/unified',
      '/',
    ],
    [
      'the whole tree before a bound part',
      '9 1 0:3 /a /mnt/a rw - cgroup2 c rw\n8 1 0:3 / /sys/fs/cgroup rw - cgroup2 c rw',
      '/sys/fs/cgroup',
      '/',
    ],
    ['blanks', '9 1 0:3 /x\\040y /mnt/my\\040c rw - cgroup2 c rw', '/mnt/my c', '/x y'],
  ])('%s', (_, text, path, root) => {
    expect(cgroup2Mount(text)).toEqual({ path, root });
  });

  test.each(['', '32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu', 'cgroup2', '- cgroup2'])(
    'none in %j',
    (text) => {
      expect(cgroup2Mount(text)).toBeNull();
    },
  );

  test('any text gives null or a mount', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constant('1 2 3:4 / /c rw - cgroup2 c rw'))), (lines) => {
        const mount = cgroup2Mount(lines.join('\n'));
        return mount === null || mount.path !== '';
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return path !== '';
  } catch {
    return false;
  }
}
