import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ownCapabilities } from '../../src/inspect/linux/owners/processes.ts';
import { haveDifferentFiles } from '../../src/sys/kcmp.ts';

const may = process.platform === 'linux' && ownCapabilities().has('CAP_SYS_PTRACE');

test.skipIf(!may)(
  'threads share their descriptors, processes do not (skipped without CAP_SYS_PTRACE)',
  async () => {
    const threads = readdirSync('/proc/self/task').map(Number);
    expect(threads.length).toBeGreaterThan(1);
    expect(threads.filter((thread) => haveDifferentFiles(process.pid, thread))).toEqual([]);
    const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
    await once(child, 'spawn');
    try {
      expect(haveDifferentFiles(process.pid, child.pid ?? 0)).toBe(true);
    } finally {
      child.stdin.end();
      await once(child, 'exit');
    }
  },
);

test.skipIf(process.platform !== 'linux')('what is not there cannot be told (Linux only)', () => {
  expect(haveDifferentFiles(process.pid, 2 ** 30)).toBe(false);
});
