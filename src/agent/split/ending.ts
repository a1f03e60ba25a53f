import { setTimeout as pause } from 'node:timers/promises';
import { isReeveError } from '../../core/errors.ts';
import { holdOwner, inspect, ownLineage } from '../../inspect/index.ts';
import type { Owner } from '../../inspect/listener.ts';
import type { EndHolder, EndOutcome } from '../../web/index.ts';

/** How long it is waited for an end. */
const patienceMs = 2000;
const pollMs = 50;

/** Looks who holds the port now. */
export type FindHolders = (ending: EndHolder) => Promise<readonly Owner[]>;

const holdersNow: FindHolders = async ({ port, transport }) => {
  const { listeners } = await inspect({ detail: 'list', kinds: [transport], port });
  return listeners.flatMap(({ owners }) => owners);
};

/**
 * Ends a process that holds the port now, and no other: it is held by a descriptor from before it is looked at for the
 * last time, so a pid that was given away meanwhile is never hit. Never pid 1, nor one in `protect` or this process's own
 * lineage.
 */
export async function endHolder(
  ending: EndHolder,
  protect: readonly number[],
  holders: FindHolders = holdersNow,
): Promise<EndOutcome> {
  const { pid, startTicks, force } = ending;
  if (pid <= 1 || protect.includes(pid) || (await ownLineage()).has(pid)) return 'refused';
  const find = async (): Promise<Owner | undefined> =>
    (await holders(ending)).find((owner) => owner.pid === pid && owner.startTicks === startTicks);
  const owner = await find();
  if (owner === undefined) return isThere(pid) ? 'refused' : 'gone';
  let held: Awaited<ReturnType<typeof holdOwner>>;
  try {
    held = await holdOwner(owner);
  } catch (error) {
    if (isReeveError(error) && error.code === 'HOLDER_CHANGED') return 'gone';
    throw error;
  }
  try {
    if ((await find()) === undefined) return held.ended() ? 'gone' : 'refused';
    held.send(force ? 'SIGKILL' : 'SIGTERM');
    const end = performance.now() + patienceMs;
    while (performance.now() < end) {
      if (held.ended()) return 'ended';
      await pause(pollMs);
    }
    return held.ended() ? 'ended' : 'signalled';
  } catch (error) {
    if (isReeveError(error) && error.code === 'NOT_PERMITTED') return 'refused';
    throw error;
  } finally {
    held.close();
  }
}

/** One of another user is there as well, though it may not be signalled. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
