import type { ProcessFacts } from './facts.ts';
import { gatherFacts } from './gather.ts';
import { type Detail, readStat, remembered, startLook } from './look.ts';
import type { ProcessStat } from './stat.ts';

/** Reads processes for one look at a machine: what it has read it does not read again. */
export interface ProcessReader {
  /** Null: the process ended (or another took its pid) while it was read, or /proc hides it whole (hidepid). */
  read(pid: number): ProcessFacts | null;
}

/** A reader for one look: make a new one for the next. */
export function processReader({ detail }: { readonly detail: Detail }): ProcessReader {
  const look = startLook(detail);
  const read = (pid: number): ProcessFacts | null =>
    whileSame(
      () => readStat(pid),
      (stat) => gatherFacts(stat, look),
    );
  return { read: remembered(read, String) };
}

/**
 * What was gathered between two readings of the stat line, where both are of the same process: whoever has the pid
 * afterwards must be who had it before, or the facts are of two processes.
 */
export function whileSame<T>(stat: () => ProcessStat | null, gather: (stat: ProcessStat) => T): T | null {
  const before = stat();
  if (before === null) return null;
  const facts = gather(before);
  return stat()?.startTicks === before.startTicks ? facts : null;
}
