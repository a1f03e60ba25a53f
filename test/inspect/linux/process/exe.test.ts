import { copyFileSync, chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCwd } from '../../../../src/inspect/linux/process/cwd.ts';
import { readExe } from '../../../../src/inspect/linux/process/exe.ts';
import { asNobody, findProgram, isLinux, isRoot, stage } from './running.ts';

const { folder, start, end } = stage();
const view = { foreign: false, prefix: '' };

/** A program of its own: a copy of sleep, running. */
function runCopy(name = 'copy'): { readonly path: string; readonly pid: number } {
  const path = join(folder(), name);
  copyFileSync(findProgram('sleep') ?? '/bin/sleep', path);
  chmodSync(path, 0o755);
  return { path, pid: start(path, ['60']) };
}

describe.skipIf(!isLinux)('the executable of a running process (needs Linux)', () => {
  test('is its file', () => {
    const { path, pid } = runCopy();
    expect(readExe(pid, view)).toMatchObject({ path, deleted: false });
  });

  test('is deleted once its file is removed, and its path has no suffix', () => {
    const { path, pid } = runCopy();
    rmSync(path);
    const exe = readExe(pid, view);
    expect(exe).toMatchObject({ path, deleted: true });
    expect(exe?.file?.nlink).toBe(0n);
  });

  test('is deleted once another file has been renamed over it', () => {
    const { path, pid } = runCopy();
    copyFileSync(path, `${path}.new`);
    renameSync(`${path}.new`, path);
    expect(readExe(pid, view)).toMatchObject({ path, deleted: true });
  });

  test('is not deleted where it was only moved', () => {
    const { path, pid } = runCopy();
    renameSync(path, `${path}.old`);
    expect(readExe(pid, view)).toMatchObject({ path: `${path}.old`, deleted: false });
  });

  test('may truly be called "(deleted)"', () => {
    const { path, pid } = runCopy('copy (deleted)');
    expect(readExe(pid, view)).toMatchObject({ path, deleted: false });
    rmSync(path);
    expect(readExe(pid, view)).toMatchObject({ path, deleted: true });
  });

  test('is not taken for another file that is called as if it were the deleted one', () => {
    const { path, pid } = runCopy();
    copyFileSync(path, `${path} (deleted)`);
    rmSync(path);
    expect(readExe(pid, view)).toMatchObject({ path, deleted: true });
  });

  test('is the file that runs, not the link that was started', () => {
    const { path } = runCopy();
    symlinkSync(path, `${path}.link`);
    expect(readExe(start(`${path}.link`, ['60']), view)?.path).toBe(path);
  });

  test('is found where its name is no UTF-8', () => {
    const base = folder();
    const name = Buffer.concat([Buffer.from(`${base}/caf`), Buffer.of(0xe9)]);
    copyFileSync(findProgram('sleep') ?? '/bin/sleep', name);
    chmodSync(name, 0o755);
    // A shell passes the byte on, which an argument of Node's cannot hold.
    const pid = start('sh', ['-c', `exec "${base}/$(printf 'caf\\351')" 60`]);
    return expect.poll(() => readExe(pid, view)).toMatchObject({ path: `${base}/caf\ufffd`, deleted: false });
  });

  test('is unknown once the process is gone', async () => {
    const { pid } = runCopy();
    await end(pid);
    expect(readExe(pid, view)).toBeNull();
  });

  test.skipIf(!isRoot)('is hidden from another user (needs root to become one)', () => {
    const { pid } = runCopy();
    expect(asNobody(() => readExe(pid, view))).toBeNull();
    expect(asNobody(() => readCwd(pid, view))).toBeNull();
  });

  test('of a kernel thread is none', ({ skip }) => {
    if (!isRoot || readExe(process.pid, view) === null) skip('needs root to look at kernel threads');
    expect(readExe(2, view)).toBeNull();
  });
});

describe.skipIf(!isLinux)('the working directory (needs Linux)', () => {
  test('is told, and whether it was removed', () => {
    const inner = join(folder(), 'inner');
    mkdirSync(inner);
    const pid = start('sleep', ['60'], { cwd: inner });
    expect(readCwd(pid, view)).toEqual({ path: inner, deleted: false });
    rmSync(inner, { recursive: true });
    expect(readCwd(pid, view)).toEqual({ path: inner, deleted: true });
  });

  test('may truly be called "(deleted)"', () => {
    const inner = join(folder(), 'inner (deleted)');
    mkdirSync(inner);
    const pid = start('sleep', ['60'], { cwd: inner });
    expect(readCwd(pid, view)).toEqual({ path: inner, deleted: false });
  });
});
