import type { Ancestor } from '../../listener.ts';
import type { ProcessStat } from './stat.ts';

/** A bound on damage: a chain of processes this long has not been met. */
const longestChain = 128;

/** The chain above a process, and whether it was seen to its end. */
export interface Ancestry {
  /** Nearest first, up to PID 1 (or the first process of this pid namespace). */
  readonly chain: readonly Ancestor[];
  /** False where a parent was hidden or had just ended. */
  readonly complete: boolean;
}

/**
 * Follows the parents of a process. A parent that started after its child is no parent: its pid was taken anew
 * while we read. So no loop can arise but by equal start times, which the bound and the visited pids end.
 */
export function ancestryOf(child: ProcessStat, statOf: (pid: number) => ProcessStat | null): Ancestry {
  const chain: Ancestor[] = [];
  const seen = new Set([child.pid]);
  let current = child;
  while (current.ppid !== 0) {
    const parent = seen.has(current.ppid) || chain.length >= longestChain ? null : statOf(current.ppid);
    if (parent === null || parent.startTicks > current.startTicks) return { chain, complete: false };
    seen.add(parent.pid);
    chain.push({ pid: parent.pid, comm: parent.comm });
    current = parent;
  }
  return { chain, complete: true };
}
