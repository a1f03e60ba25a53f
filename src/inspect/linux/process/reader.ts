import type { ProcessFacts } from './facts.ts';
import { gatherFacts } from './gather.ts';
import { type Detail, type Look, readStat, remembered, startLook } from './look.ts';

/** Reads processes for one look at a machine: what it has read it does not read again. */
export interface ProcessReader {
  /** Null: the process ended (or another took its pid) while it was read, or /proc hides it whole (hidepid). */
  read(pid: number): ProcessFacts | null;
}

/** A reader for one look: make a new one for the next. */
export function processReader({ detail }: { readonly detail: Detail }): ProcessReader {
  const look = startLook(detail);
  return { read: remembered((pid: number) => readProcess(pid, look), String) };
}

function readProcess(pid: number, look: Look): ProcessFacts | null {
  const before = readStat(pid);
  if (before === null) return null;
  const facts = gatherFacts(before, look);
  // Whoever has the pid now must be who had it before, or the facts are of two processes.
  return readStat(pid)?.startTicks === before.startTicks ? facts : null;
}
