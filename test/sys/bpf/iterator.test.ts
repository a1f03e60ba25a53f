import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { isReeveError } from '../../../src/core/errors.ts';
import { Descriptors } from '../../../src/sys/bpf/call.ts';
import * as bpf from '../../../src/sys/bpf/instruction.ts';
import { attachIterator, runIterator } from '../../../src/sys/bpf/iterator.ts';
import { createMemory, createSet, readMemory } from '../../../src/sys/bpf/map.ts';
import { readBtf } from '../../../src/sys/btf.ts';
import { bpfHere } from '../bpf-here.ts';

const targetTypeId = (): number => {
  const btf = readFileSync('/sys/kernel/btf/vmlinux');
  const answer = readBtf(btf, { members: {}, functions: ['bpf_iter_task'] });
  return answer.ok ? (answer.value.functions.get('bpf_iter_task') ?? 0) : 0;
};

const descriptorsInUse = (): number => readdirSync('/proc/self/fd').length;

describe.skipIf(!bpfHere())(
  'BPF iterators (skipped without CAP_BPF and CAP_PERFMON, or a kernel with BTF)',
  () => {
    const open = new Descriptors();
    const keep = (fd: number): number => open.keep(fd);
    afterEach(() => open.close());

    test('a program runs once a task and writes into its memory', () => {
      const memory = keep(createMemory(8));
      const steps = [
        bpf.label('count'),
        bpf.loadMapValue(2, memory, 0),
        bpf.load64(1, 2, 0),
        bpf.addValue(1, 1),
        bpf.store64(2, 0, 1),
        bpf.moveValue(0, 0),
        bpf.exit(),
      ];
      const link = attachIterator(keep, { steps, functions: ['count'], targetTypeId: targetTypeId() });
      runIterator(link);
      const tasks = Number(readMemory(memory, 8).getBigUint64(0, true));
      expect(tasks).toBeGreaterThan(1);
      runIterator(link);
      expect(Number(readMemory(memory, 8).getBigUint64(0, true))).toBeGreaterThan(tasks);
    });

    test('a refused program carries the log of the verifier in its cause', () => {
      const steps = [bpf.label('bad'), bpf.load64(0, 5, 0), bpf.exit()];
      try {
        attachIterator(keep, { steps, functions: ['bad'], targetTypeId: targetTypeId() });
        expect.unreachable('an unset register was read');
      } catch (error) {
        if (!isReeveError(error)) throw error;
        expect(error.code).toBe('KERNEL_REFUSED');
        expect(String(error.cause)).toMatch(/R5/);
      }
    });

    test('sets may be empty or large, and every descriptor is closed', () => {
      const before = descriptorsInUse();
      createSet(keep, new Uint32Array(0));
      createSet(
        keep,
        Uint32Array.from({ length: 50_000 }, (_, index) => index),
      );
      expect(descriptorsInUse()).toBe(before + 2);
      open.close();
      expect(descriptorsInUse()).toBe(before);
    });
  },
);
