import { type CgroupPaths, parseCgroup } from './cgroup.ts';
import { processClock } from './clock.ts';
import { worldWritableFolders } from './folders.ts';
import { gitProjectOf } from './git.ts';
import { processUsers } from './identity.ts';
import { readProc } from './procfs.ts';
import { type ProcessStat, parseStat } from './stat.ts';
import { type FileView, fileViews } from './view.ts';

/** `list` is what a table and the verdicts need; `full` adds the login's uid. */
export type Detail = 'list' | 'full';

/** What the processes of one look share, each asked for once: parents, users, the boot time, folders. */
export interface Look {
  readonly detail: Detail;
  readonly stat: (pid: number) => ProcessStat | null;
  readonly startedAt: ReturnType<typeof processClock>;
  readonly view: ReturnType<typeof fileViews>;
  readonly user: ReturnType<typeof processUsers>;
  readonly writable: ReturnType<typeof worldWritableFolders>;
  readonly cgroup: (text: string) => CgroupPaths;
  readonly git: (cwd: string, view: FileView) => string | null;
}

export const startLook = (detail: Detail): Look => ({
  detail,
  stat: remembered(readStat, String),
  startedAt: processClock(),
  view: fileViews(),
  user: processUsers(),
  writable: worldWritableFolders(),
  cgroup: remembered(parseCgroup, String),
  git: remembered(gitProjectOf, (cwd, { prefix }) => prefix + cwd),
});

/** The stat line as it is now; null where the process is gone or hidden whole. */
export function readStat(pid: number): ProcessStat | null {
  const text = readProc(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

/** A function that asks once for each key. */
export function remembered<A extends readonly unknown[], R>(
  ask: (...args: A) => R,
  key: (...args: A) => string,
): (...args: A) => R {
  const known = new Map<string, { readonly answer: R }>();
  return (...args) => {
    const name = key(...args);
    const before = known.get(name);
    if (before !== undefined) return before.answer;
    const answer = ask(...args);
    known.set(name, { answer });
    return answer;
  };
}
