import { readdirSync, statSync } from 'node:fs';
import { namespaceInode, type Unreadable } from '../../../sys/netns.ts';
import type { NetworkNamespace } from '../../listener.ts';
import { namespacesByBpf } from '../owners/bpf/namespaces.ts';

/** A network namespace other than the own one, and how to get at it. */
export interface FoundNamespace {
  readonly inode: number;
  /** Its own number is hidden from us, and `inode` is that of its tables. */
  readonly numberHidden: boolean;
  /** The name `ip netns` knows it by (man 8 ip-netns). */
  readonly name: string | null;
  /** Some of the processes that live in it. */
  readonly pids: readonly number[];
}

export interface NamespaceSurvey {
  /** By inode. */
  readonly others: readonly FoundNamespace[];
  /** Processes of which not even that could be told. */
  readonly unreadable: number;
  /** /proc shows no processes of other users (hidepid, man 5 proc). */
  readonly hidesProcesses: boolean;
}

/** Where `ip netns` keeps its names. */
export const namedFolder = '/run/netns';

const ownLink = '/proc/thread-self/ns/net';
const mostPids = 3;
const firstProcess = 1;
/** From here on a BPF program (2 ms to load and run) is quicker than a link of /proc for each. */
const manyProcesses = 600;

interface Draft {
  name: string | null;
  readonly pids: number[];
  readonly numberHidden: boolean;
}

/** The own namespace; number 0 where even its link cannot be read. */
export function ownNamespace(): NetworkNamespace {
  const inode = namespaceInode(ownLink);
  const number = typeof inode === 'number' ? inode : 0;
  return { inode: number, name: ipNetnsNames().get(number) ?? null, own: true };
}

/**
 * Every network namespace that a process of this /proc lives in or that `ip netns` gave a name to. A process
 * whose namespace link is refused to us still shows its tables to everyone, and the inode number of such a
 * table is one a namespace: those stand in for the hidden numbers, from which they are always distinct (the
 * kernel takes both from one pool, fs/proc/generic.c).
 */
export function surveyNamespaces(own: NetworkNamespace): NamespaceSurvey {
  const found = new Map<number, Draft>();
  const refused: number[] = [];
  const pids = processIds();
  const known = pids.length < manyProcesses ? null : namespacesByBpf(pids.length, own.inode);
  for (const pid of pids) {
    const inode = known?.get(pid) ?? namespaceInode(`/proc/${pid}/ns/net`);
    if (inode === 'refused') refused.push(pid);
    else if (inode !== 'gone' && inode !== own.inode) note(found, inode, pid, false);
  }
  const unreadable = refused.length === 0 ? 0 : sortByTables(refused, found);
  for (const [inode, name] of ipNetnsNames()) {
    if (inode === own.inode) continue;
    const draft = found.get(inode);
    if (draft === undefined) found.set(inode, { name, pids: [], numberHidden: false });
    else draft.name = name;
  }
  const others = Array.from(found, ([inode, { name, pids, numberHidden }]) => ({
    inode,
    name,
    pids,
    numberHidden,
  }));
  others.sort((a, b) => a.inode - b.inode);
  return { others, unreadable, hidesProcesses: !pids.includes(firstProcess) };
}

function note(found: Map<number, Draft>, inode: number, pid: number, numberHidden: boolean): void {
  const draft = found.get(inode);
  if (draft === undefined) found.set(inode, { name: null, pids: [pid], numberHidden });
  else if (draft.pids.length < mostPids) draft.pids.push(pid);
}

/** Sorts processes by the number of their tables; gives how many do not show even those. */
function sortByTables(pids: readonly number[], found: Map<number, Draft>): number {
  const byTable = new Map<number, number | 'own'>();
  const ownTable = tableNumber('thread-self');
  if (typeof ownTable === 'number') byTable.set(ownTable, 'own');
  for (const [inode, draft] of found) {
    const table = draft.pids.map(tableNumber).find((number) => typeof number === 'number');
    if (typeof table === 'number') byTable.set(table, inode);
  }
  let unreadable = 0;
  for (const pid of pids) {
    const table = tableNumber(pid);
    if (table === 'refused') unreadable++;
    if (typeof table !== 'number') continue;
    const known = byTable.get(table) ?? table;
    if (known !== 'own') note(found, known, pid, true);
  }
  return unreadable;
}

/** Whether a process is in that namespace at this moment. */
export const livesIn = (pid: number, { inode, numberHidden }: FoundNamespace): boolean =>
  (numberHidden ? tableNumber(pid) : namespaceInode(`/proc/${pid}/ns/net`)) === inode;

/** The inode number of a namespace's table of interfaces, as a process in it shows it; a zombie shows none. */
function tableNumber(pid: number | 'thread-self'): number | Unreadable {
  try {
    return statSync(`/proc/${pid}/net/dev`).ino;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'refused';
  }
}

const processIds = (): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 0);

/** Names by number. What is left over of a name whose namespace is gone is a file of another kind. */
function ipNetnsNames(): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  try {
    const kind = statSync(ownLink).dev;
    for (const name of readdirSync(namedFolder)) {
      const { dev, ino } = statSync(`${namedFolder}/${name}`);
      if (dev === kind) names.set(ino, name);
    }
  } catch {
    // No folder: nobody used `ip netns`. A name that vanishes meanwhile is none either.
  }
  return names;
}
