import { chmodSync, closeSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recallLayout, rememberLayout } from '../../../../../src/inspect/linux/owners/bpf/cache.ts';
import type { KernelLayout, MemberName } from '../../../../../src/inspect/linux/owners/bpf/layout.ts';
import { holdersByBpf } from '../../../../../src/inspect/linux/owners/bpf/rung.ts';
import { inInitialPidNamespace, listProcesses } from '../../../../../src/inspect/linux/owners/processes.ts';
import { declare } from '../../../../../src/sys/libc.ts';
import { openOwnSocket } from '../../../../../src/sys/own-socket.ts';
import { bpfHere } from '../../../../sys/bpf-here.ts';

/** A wrong one is refused by the verifier, only tells threads apart, or only makes the loop longer (seconds). */
const harmless = new Set<MemberName>([
  'bpf_iter__task.task',
  'task_struct.group_leader',
  'fdtable.max_fds',
  // The way to the namespaces, which another program goes and checks.
  'task_struct.nsproxy',
  'nsproxy.net_ns',
  'net.ns',
  'ns_common.inum',
]);

const here = bpfHere() && inInitialPidNamespace();

describe.skipIf(!here)(
  'holdersByBpf (skipped without CAP_BPF, CAP_PERFMON and BTF, or in a pid namespace)',
  () => {
    let place = '';
    let own = { fd: -1, inode: 0 };
    beforeEach(() => {
      place = mkdtempSync(join(tmpdir(), 'reeve-rung-'));
      chmodSync(place, 0o700);
      own = openOwnSocket();
    });
    afterEach(() => {
      closeSync(own.fd);
      rmSync(place, { recursive: true, force: true });
    });

    const find = () => holdersByBpf([own.inode], listProcesses(), place);
    const expected = () => new Map([[own.inode, [{ pid: process.pid, fd: own.fd }]]]);

    test('finds our socket, remembers the layout, and leaves no descriptor open', () => {
      const before = readdirSync('/proc/self/fd').length;
      expect(find().holders).toEqual(expected());
      expect(recallLayout(place)).not.toBeNull();
      expect(find().holders).toEqual(expected());
      expect(readdirSync('/proc/self/fd').length).toBe(before);
    });

    test('a wrong layout that was remembered only costs time: it is found out and replaced', () => {
      find();
      const right = recallLayout(place);
      if (right === null) throw new Error('no layout was remembered');
      for (const [name, offset] of Object.entries(right.offsets) as [MemberName, number][]) {
        if (harmless.has(name)) continue;
        const wrong: KernelLayout = { ...right, offsets: { ...right.offsets, [name]: offset + 16 } };
        rememberLayout(wrong, place);
        expect(find().holders).toEqual(expected());
        expect(recallLayout(place), name).toEqual(right);
      }
      rememberLayout({ ...right, iteratorTypeId: right.iteratorTypeId + 1 }, place);
      expect(find().holders).toEqual(expected());
    });

    test('more holders than there is room for are found by a second run', () => {
      const dup = declare('int dup(int fd)');
      const more = Array.from({ length: 1500 }, () => dup(own.fd)).filter((fd) => fd >= 0);
      try {
        const fds = find()
          .holders.get(own.inode)
          ?.map(({ fd }) => fd);
        expect(fds).toEqual([own.fd, ...more].sort((a, b) => a - b));
      } finally {
        for (const fd of more) closeSync(fd);
      }
    });

    test('counts a process that the program was not shown as hidden or reads it', () => {
      const { processes, complete } = find();
      const counted = (processes.seen ?? 0) + (processes.hidden ?? 0);
      expect(counted).toBeGreaterThanOrEqual(listProcesses().length - 50);
      expect(complete).toBe(processes.hidden === 0);
    });
  },
);
