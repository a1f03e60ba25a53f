import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findHolders } from '../../../../../src/inspect/linux/owners/index.ts';
import { recallLayout, rememberLayout } from '../../../../../src/inspect/linux/owners/bpf/cache.ts';
import { readKernelLayout } from '../../../../../src/inspect/linux/owners/bpf/layout.ts';
import { namespacesByBpf } from '../../../../../src/inspect/linux/owners/bpf/namespaces.ts';
import { namespaceInode } from '../../../../../src/sys/netns.ts';
import { bpfHere } from '../../../../sys/bpf-here.ts';
import { canMakeNamespaces, namespaceChild } from '../../../../sys/namespace-child.ts';

const reason = canMakeNamespaces && bpfHere() ? '' : ' (skipped: needs root, unshare and BPF)';

const place = mkdtempSync(join(tmpdir(), 'reeve-layout-'));

afterAll(() => rmSync(place, { recursive: true, force: true }));

const own = (): number => Number(/\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0]);

describe.skipIf(reason !== '')(`network namespaces by BPF${reason}`, () => {
  test('are those that the links of /proc tell', async () => {
    // Remembers the kernel's layout, as every look at owners does.
    findHolders({ sockets: [{ inode: 1, cgroupId: null }], method: 'bpf' });
    const child = await namespaceChild();
    try {
      const found = namespacesByBpf(readdirSync('/proc').length, own());
      expect(found?.get(child.pid)).toBe(child.inode);
      for (const [pid, inode] of found ?? []) {
        const told = namespaceInode(`/proc/${pid}/ns/net`);
        if (typeof told === 'number') expect({ pid, inode }).toEqual({ pid, inode: told });
      }
      expect(found?.size).toBeGreaterThan(5);
    } finally {
      await child.end();
    }
  });

  test('where there is no room for all, nothing is told rather than a part', () => {
    expect(namespacesByBpf(-1023, own())).toBeNull();
  });

  test.each(['task_struct.nsproxy', 'nsproxy.net_ns', 'net.ns', 'ns_common.inum'] as const)(
    'a wrong %s that was remembered is found out by our own namespace, and forgotten',
    (name) => {
      const right = readKernelLayout();
      if (!right.ok) throw new Error(right.error);
      const { offsets } = right.value;
      rememberLayout({ ...right.value, offsets: { ...offsets, [name]: offsets[name] + 16 } }, place);
      expect(namespacesByBpf(10_000, own(), place)).toBeNull();
      expect(recallLayout(place)).toBeNull();
      rememberLayout(right.value, place);
      expect(namespacesByBpf(10_000, own(), place)?.get(process.pid)).toBe(own());
    },
  );
});
