import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cgroupMount, likelyHolders } from '../../../../src/inspect/linux/owners/cgroup.ts';
import { ownMountinfo } from '../../../../src/inspect/linux/owners/processes.ts';

describe('cgroupMount', () => {
  test.each([
    ['30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw', '/sys/fs/cgroup'],
    [
      '40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      '/sys/fs/cgroup/unified',
    ],
    [String.raw`30 23 0:26 / /mnt/with\040space rw - cgroup2 cgroup2 rw`, '/mnt/with space'],
    ['22 27 0:21 / /proc rw,relatime - proc proc rw', null],
    ['', null],
  ])('%j', (mountinfo, expected) => {
    expect(cgroupMount(mountinfo)).toBe(expected);
  });
});

const mount = process.platform === 'linux' ? cgroupMount(ownMountinfo()) : null;

describe.skipIf(mount === null || process.geteuid?.() !== 0)(
  'likelyHolders (skipped without root and cgroup v2)',
  () => {
    test('lists the processes of a cgroup by its id, and none for one that is gone', () => {
      const root = statSync(mount ?? '', { bigint: true }).ino;
      const found = likelyHolders(mount, [root, root, 2n ** 60n]);
      expect(found?.length).toBeGreaterThan(0);
      expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
      expect(likelyHolders(mount, [2n ** 60n])).toBeNull();
      expect(likelyHolders('/nowhere', [root])).toBeNull();
      expect(likelyHolders(null, [root])).toBeNull();
    });
  },
);
