/*
 * /proc/PID/stat (proc_pid_stat(5)): `pid (comm) state ppid pgrp session tty_nr ... starttime ...`, one line of
 * numbers. comm is whatever the process chose: spaces, parentheses and newlines included. Fields counted from 1:
 *   1 pid   2 comm   3 state   4 ppid   7 tty_nr   22 starttime (clock ticks since boot)
 */
export interface ProcessStat {
  readonly pid: number;
  readonly comm: string;
  /** One letter: R, S, D, Z, T, … */
  readonly state: string;
  /** 0 for PID 1, kernel threads' first, and where the parent is outside this pid namespace. */
  readonly ppid: number;
  readonly ttyNr: number;
  /** Clock ticks since boot; with the pid it is the identity of a process. */
  readonly startTicks: number;
}

/** Reads the text of a /proc/PID/stat file; null for what is none. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(');
  // Only numbers follow, so the last parenthesis is the one that closes comm.
  const close = text.lastIndexOf(')');
  if (open < 2 || close < open) return null;
  const fields = text.slice(close + 2).split(' ');
  const pid = Number(text.slice(0, open - 1));
  const [ppid, ttyNr, startTicks] = [fields[1], fields[4], fields[19]].map(Number);
  const state = fields[0] ?? '';
  if (!isCount(pid) || !isCount(ppid) || !isCount(startTicks) || !Number.isInteger(ttyNr)) return null;
  return { pid, comm: text.slice(open + 1, close), state, ppid, ttyNr: ttyNr ?? 0, startTicks };
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 0;
