import { win32 } from 'node:path';
import { unknownNumber } from '../asked/identity.ts';
import { whatRuns } from '../linux/process/runs/index.ts';
import type { Ancestor, Owner, Unit } from '../listener.ts';
import { splitCommandLine } from './command-line.ts';
import type { WindowsFacts, WindowsProcess, WindowsService } from './json.ts';

/** The process that stands for the kernel and its drivers: HTTP.sys, SMB, NetBIOS. */
export const systemPid = 4;

const deepestAncestry = 64;

export interface Holders {
  readonly ownerOf: (pid: number) => { readonly owner: Owner; readonly known: boolean };
  readonly unitOf: (pid: number) => Unit | null;
}

/** Answers for holders from what was said of all processes and services. */
export function holdersFrom({ processes, services }: Pick<WindowsFacts, 'processes' | 'services'>): Holders {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const servicesOf = (pid: number): readonly WindowsService[] =>
    services.filter((service) => service.pid === pid);
  return {
    ownerOf: (pid) => ({ owner: ownerOf(pid, byPid, servicesOf(pid)), known: byPid.has(pid) }),
    unitOf: (pid) => unitOf(servicesOf(pid)),
  };
}

type ByPid = ReadonlyMap<number, WindowsProcess>;

function ownerOf(pid: number, byPid: ByPid, services: readonly WindowsService[]): Owner {
  const known = byPid.get(pid);
  const words = known?.commandLine == null ? null : splitCommandLine(known.commandLine);
  return {
    pid,
    fd: unknownNumber,
    comm: known?.name ?? '',
    exe: known?.path ?? null,
    exeDeleted: null,
    cmdline: words,
    cwd: null,
    startedAt: known?.startedAt ?? null,
    uid: null,
    user: known?.user ?? services.find(({ account }) => account !== null)?.account ?? null,
    tty: null,
    ancestry: ancestryOf(pid, byPid),
    ...runsIn(known?.path ?? known?.name ?? '', words, services),
  };
}

/** What an interpreter runs; a service host is one whose programs are services. */
function runsIn(
  program: string,
  words: readonly string[] | null,
  services: readonly WindowsService[],
): Pick<Owner, 'runs' | 'interpreter'> {
  const name = win32.basename(program).replace(/\.exe$/i, '');
  if (name.toLowerCase() === 'svchost' && services.length > 0) {
    return { runs: services.map((service) => service.name).join(', ') };
  }
  const found =
    words === null ? null : whatRuns(name.toLowerCase(), { words: [name, ...words.slice(1)], titled: false });
  return found === null ? {} : { runs: found.runs, interpreter: found.interpreter };
}

/**
 * Parents by pid, nearest first. Windows keeps the number of a parent that has ended and gives it out again, so a
 * "parent" that is younger than its child is another process, and the chain ends there.
 */
function ancestryOf(pid: number, byPid: ByPid): readonly Ancestor[] {
  const chain: Ancestor[] = [];
  const seen = new Set([pid]);
  let child = byPid.get(pid);
  while (child?.ppid != null && child.ppid !== 0 && !seen.has(child.ppid) && chain.length < deepestAncestry) {
    const parent = byPid.get(child.ppid);
    if (parent === undefined || (parent.startedAt ?? '') > (child.startedAt ?? '9')) break;
    seen.add(parent.pid);
    chain.push({ pid: parent.pid, comm: parent.name });
    child = parent;
  }
  return chain;
}

/** The service manager itself named it. The contract has no word yet for a manager other than systemd. */
const toldByManager: Unit['source'] = 'scm';

/** The service of a process; where a process hosts several, which of them has the socket cannot be told. */
function unitOf(services: readonly WindowsService[]): Unit | null {
  const [first] = services;
  if (first === undefined) return null;
  return {
    name: services.map(({ name }) => name).join(', '),
    type: 'service',
    socketUnit: null,
    source: toldByManager,
    description: services.length === 1 ? first.displayName : null,
  };
}
