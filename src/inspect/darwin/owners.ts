import { posix } from 'node:path';
import { unknownNumber } from '../asked/identity.ts';
import { whatRuns } from '../linux/process/runs/index.ts';
import type { Ancestor, Owner } from '../listener.ts';
import { type PsProcess, wordsOf } from './ps.ts';
import type { Holder } from './sockets.ts';

/** What was asked about all processes at once. */
export interface ProcessTables {
  readonly processes: ReadonlyMap<number, PsProcess>;
  readonly args: ReadonlyMap<number, string>;
  readonly folders: ReadonlyMap<number, string>;
}

const deepestAncestry = 64;

/** A holder with what ps and lsof say of it. What neither said is null. */
export function ownerOf({ pid, fd, name }: Holder, tables: ProcessTables): Owner {
  const known = tables.processes.get(pid);
  const args = tables.args.get(pid);
  const path = known?.comm ?? null;
  const words = args === undefined ? null : wordsOf(args, path ?? '');
  return {
    pid,
    fd: fd ?? unknownNumber,
    comm: path === null ? (name ?? '') : posix.basename(path),
    exe: path?.startsWith('/') === true ? path : null,
    exeDeleted: null,
    cmdline: words,
    cwd: tables.folders.get(pid) ?? null,
    startedAt: known?.startedAt ?? null,
    uid: known?.uid ?? null,
    user: known?.user ?? null,
    tty: known?.tty ?? null,
    ancestry: ancestryOf(pid, tables.processes),
    ...interpreted(path ?? name ?? '', words),
  };
}

function interpreted(program: string, words: readonly string[] | null): Pick<Owner, 'runs' | 'interpreter'> {
  const found = words === null ? null : whatRuns(program, { words, titled: false });
  return found === null ? {} : { runs: found.runs, interpreter: found.interpreter };
}

/** The chain up to launchd, nearest first. */
function ancestryOf(pid: number, processes: ReadonlyMap<number, PsProcess>): readonly Ancestor[] {
  const chain: Ancestor[] = [];
  const seen = new Set([pid]);
  let parent = processes.get(pid)?.ppid ?? 0;
  while (parent > 0 && !seen.has(parent) && chain.length < deepestAncestry) {
    seen.add(parent);
    const known = processes.get(parent);
    if (known === undefined) break;
    chain.push({ pid: parent, comm: posix.basename(known.comm) });
    parent = known.ppid;
  }
  return chain;
}
