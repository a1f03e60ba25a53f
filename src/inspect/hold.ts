import { constants } from 'node:os';
import { fail, isReeveError } from '../core/errors.ts';
import { openProcess, type ProcessHandle } from '../sys/pidfd.ts';
import type { HeldProcess } from './options.ts';
import { processReader } from './linux/process/index.ts';
import type { Owner } from './listener.ts';

/**
 * Holds on to the process that was seen as an owner: first by a descriptor, then its identity is compared, so
 * that a pid which another process was given meanwhile is noticed and never signalled.
 * @throws ReeveError `HOLDER_CHANGED` where it is another process or gone
 */
export function holdOwner({ pid, startedAt, comm }: Owner): HeldProcess {
  const changed = (found: string, cause?: unknown) =>
    fail(
      'HOLDER_CHANGED',
      { asked: `a hold on ${comm} (${pid})`, found, todo: 'Look again with reeve PORT' },
      cause,
    );
  if (process.platform !== 'linux') return plainHold(pid);
  let held: ProcessHandle;
  try {
    held = openProcess(pid);
  } catch (error) {
    throw changed('it has ended', error);
  }
  const now = processReader({ detail: 'list' }).read(pid);
  if (now === null || now.startedAt !== startedAt) {
    held.close();
    throw changed('the pid belongs to another process by now');
  }
  return {
    send: (signal) => unlessEnded(() => held.send(constants.signals[signal])),
    ended: held.ended,
    close: held.close,
  };
}

/** Where there are no process descriptors a pid has to do. */
const plainHold = (pid: number): HeldProcess => ({
  send: (signal) => unlessEnded(() => process.kill(pid, signal)),
  ended: () => !isThere(pid),
  close: () => undefined,
});

/** A process of another user is there too, though it may not be signalled. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One that has ended between the listing and the signal is what was wanted (ESRCH). */
function unlessEnded(send: () => unknown): void {
  try {
    send();
  } catch (error) {
    const found = isReeveError(error)
      ? error.explanation.found
      : String((error as NodeJS.ErrnoException).code);
    if (!/\bESRCH$/.test(found)) throw error;
  }
}

/** The pids of this process and of all its ancestors, which must never be ended by it. */
export function ownLineage(): ReadonlySet<number> {
  const self = process.platform === 'linux' ? processReader({ detail: 'list' }).read(process.pid) : null;
  return new Set([process.pid, process.ppid, ...(self?.ancestry ?? []).map(({ pid }) => pid)]);
}
