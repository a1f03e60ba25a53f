import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/** What a test of a real process needs: a folder and programs, both gone after it. */
export interface Stage {
  /** An empty folder that everybody may enter. */
  readonly folder: () => string;
  /** Starts a program; it has replaced the fork by the time this returns. Its pid. */
  readonly start: (file: string, args?: readonly string[], options?: StartOptions) => number;
  /** As `start`, and waits until the program has written a line. */
  readonly startReady: (file: string, args: readonly string[], options?: StartOptions) => Promise<number>;
  /** Ends a program and waits until it is gone. */
  readonly end: (pid: number) => Promise<void>;
}

interface StartOptions {
  readonly cwd?: string;
  readonly argv0?: string;
  readonly uid?: number;
  readonly gid?: number;
}

export function stage(): Stage {
  const folders: string[] = [];
  const children = new Map<number, ChildProcess>();
  const start = (file: string, args: readonly string[] = [], options: StartOptions = {}): ChildProcess => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], ...options });
    if (child.pid === undefined) throw new Error(`${file} could not be started`);
    children.set(child.pid, child);
    return child;
  };
  const end = async (pid: number): Promise<void> => {
    const child = children.get(pid);
    children.delete(pid);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  afterEach(async () => {
    for (const pid of children.keys()) await end(pid);
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder: () => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reeve-process-')));
      chmodSync(folder, 0o755);
      folders.push(folder);
      return folder;
    },
    start: (file, args, options) => start(file, args, options).pid ?? 0,
    startReady: async (file, args, options) => {
      const child = start(file, args, options);
      const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended at once`)));
      if (child.stdout !== null) await Promise.race([once(child.stdout, 'data'), failed]);
      failed.catch(() => null);
      return child.pid ?? 0;
    },
    end,
  };
}

/** The path of a program, or null: the test is skipped and says so. */
export function findProgram(name: string): string | null {
  const { stdout, status } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('/') ? stdout.trim() : null;
}

export const isRoot = process.geteuid?.() === 0;
export const isLinux = process.platform === 'linux';

/** A mount namespace of its own can be had: root, unshare, and a host that lets it. */
export const canMount =
  isRoot && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

const nobody = 65_534;

/** Does something with the rights of nobody, then takes root's back. */
export function asNobody<T>(act: () => T): T {
  const { setegid, seteuid } = process;
  if (seteuid === undefined || setegid === undefined) throw new Error('users cannot be changed here');
  setegid(nobody);
  seteuid(nobody);
  try {
    return act();
  } finally {
    seteuid(0);
    setegid(0);
  }
}
