import { readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cgroupMount } from '../../src/inspect/linux/owners/cgroup.ts';
import { ownMountinfo } from '../../src/inspect/linux/owners/processes.ts';
import { processesOfCgroup } from '../../src/sys/cgroup-handle.ts';

const mount = process.platform === 'linux' ? (cgroupMount(ownMountinfo()) ?? '') : '';
const able = mount !== '' && process.geteuid?.() === 0;

describe.skipIf(!able)('processesOfCgroup (skipped without root and cgroup v2)', () => {
  test('lists process ids, null for a cgroup that is gone, and closes what it opens', () => {
    const id = statSync(mount, { bigint: true }).ino;
    const before = readdirSync('/proc/self/fd').length;
    const found = processesOfCgroup(mount, id);
    expect(found?.every((pid) => Number.isInteger(pid) && pid > 0)).toBe(true);
    expect(found?.length).toBeGreaterThan(0);
    expect(processesOfCgroup(mount, 2n ** 62n)).toBeNull();
    expect(processesOfCgroup('/proc', id)).toBeNull();
    expect(processesOfCgroup('/nowhere', id)).toBeNull();
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});
