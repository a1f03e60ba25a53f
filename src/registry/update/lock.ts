import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fail } from '../../core/errors.ts';

/** Longer no update takes; a lock that is older was left behind, whoever has its process number now. */
const staleAfterMs = 10 * 60_000;

/**
 * Keeps a second updater out while the work is done. The lock is a file that names its process; one whose
 * process is gone (killed in the middle) is taken over. Should two take over at once, both write a whole
 * table and the later one stands: the rename, not the lock, keeps the record sound.
 * @throws ReeveError `REGISTRY_SOURCE_UNREACHABLE` where another updater is at work
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  take(path);
  try {
    return await work();
  } finally {
    if (holderOf(path)?.pid === process.pid) rmSync(path, { force: true });
  }
}

function take(path: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, JSON.stringify({ pid: process.pid, since: Date.now() }), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = holderOf(path);
      if (holder !== null && isAtWork(holder)) throw busy(path, holder.pid);
      rmSync(path, { force: true });
    }
  }
  throw busy(path, 0);
}

interface Holder {
  readonly pid: number;
  readonly since: number;
}

/** null for a lock that nobody wrote whole. */
function holderOf(path: string): Holder | null {
  try {
    const { pid, since }: { pid?: unknown; since?: unknown } = Object(JSON.parse(readFileSync(path, 'utf8')));
    return typeof pid === 'number' && typeof since === 'number' ? { pid, since } : null;
  } catch {
    return null;
  }
}

function isAtWork({ pid, since }: Holder): boolean {
  if (Date.now() - since > staleAfterMs) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const busy = (path: string, pid: number): Error =>
  fail('REGISTRY_SOURCE_UNREACHABLE', {
    asked: 'an update of the registry',
    found: `another one is at work (process ${pid}, lock ${path})`,
    todo: 'Try again when it has ended',
  });
