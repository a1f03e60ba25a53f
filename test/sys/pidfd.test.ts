import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openProcess } from '../../src/sys/pidfd.ts';

const onLinux = process.platform === 'linux';

test.skipIf(!onLinux)('a signal reaches the process that is held, and nobody once it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  const held = openProcess(child.pid ?? -1);
  try {
    const ended = once(child, 'exit');
    held.send(15);
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(() => held.send(0)).toThrow(/ESRCH/);
  } finally {
    child.kill('SIGKILL');
    held.close();
  }
});

test.skipIf(!onLinux)('a process that is not there cannot be held', () => {
  expect(() => openProcess(2 ** 22 + 1)).toThrow(/a hold on process \d+: the kernel answered/);
});
