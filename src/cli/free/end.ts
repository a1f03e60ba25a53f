import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '../../core/errors.ts';
import { type HeldProcess, holdOwner } from '../../inspect/index.ts';
import type { Owner } from '../../inspect/listener.ts';

export interface EndOptions {
  readonly force: boolean;
  /** How long a gentle end may take, ms. */
  readonly patience: number;
  /** Whether the port is free by now. */
  readonly isFree: () => Promise<boolean>;
}

const poll = 50;
const killPatience = 2_000;

/**
 * Ends the processes: SIGTERM to those that no other of them started, to the rest where that was not enough,
 * SIGKILL only with `force`.
 * Each is held by a descriptor from before its identity is checked, so that no stranger is ever hit.
 * @throws ReeveError `HOLDER_CHANGED` before anything was sent, `HOLDER_REMAINS` where it did not end
 */
export async function endProcesses(
  owners: readonly Owner[],
  options: EndOptions,
): Promise<'ended' | 'killed'> {
  const pids = new Set(owners.map(({ pid }) => pid));
  const isWorker = ({ ancestry }: Owner): boolean => ancestry.some(({ pid }) => pids.has(pid));
  const held: HeldProcess[] = [];
  const signal = (name: 'SIGTERM' | 'SIGKILL', whom: (owner: Owner) => boolean): void => {
    for (const [index, owner] of owners.entries()) if (whom(owner)) held[index]?.send(name);
  };
  try {
    for (const owner of owners) held.push(await holdOwner(owner));
    signal('SIGTERM', (owner) => !isWorker(owner));
    if (await freeWithin(options.patience / 2, options)) return 'ended';
    signal('SIGTERM', isWorker);
    if (await freeWithin(options.patience / 2, options)) return 'ended';
    if (!options.force) {
      throw fail('HOLDER_REMAINS', {
        asked: `${names(owners)} to end`,
        found: `it still holds the port ${options.patience / 1000} s after SIGTERM`,
        todo: 'Wait longer with --wait, or end it at once with --force',
      });
    }
    signal('SIGKILL', () => true);
    if (await freeWithin(killPatience, options)) return 'killed';
    throw fail('HOLDER_REMAINS', {
      asked: `${names(owners)} to end`,
      found: 'the port is still held after SIGKILL, by it or by somebody that took its place',
      todo: 'Look again with reeve PORT',
    });
  } finally {
    for (const process of held) process.close();
  }
}

async function freeWithin(patience: number, { isFree }: EndOptions): Promise<boolean> {
  const end = Date.now() + patience;
  do {
    await pause(poll);
    if (await isFree()) return true;
  } while (Date.now() < end);
  return false;
}

const names = (owners: readonly Owner[]): string =>
  owners.map(({ comm, pid }) => `${comm} (${pid})`).join(', ');
