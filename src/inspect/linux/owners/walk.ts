import { constants } from 'node:os';
import { lstatSync } from 'node:fs';
import { closeFolder, numbersIn, openFolder, socketInode } from '../../../sys/fd-folder.ts';
import { haveDifferentFiles } from '../../../sys/kcmp.ts';
import type { Holdings } from './holding.ts';

/** How far a walk came. `over` = it was given up because there were more descriptors than allowed. */
export interface WalkCount {
  readonly seen: number;
  /** Processes of which anything was refused. */
  readonly hidden: number;
  readonly over: boolean;
}

const refusals = new Set([-constants.errno.EACCES, -constants.errno.EPERM]);

/** Reads what every one of the processes holds, by /proc/PID/fd (proc(5)); some 2 us a descriptor. */
export function walk(
  pids: Iterable<number>,
  holdings: Holdings,
  mostDescriptors = Number.POSITIVE_INFINITY,
): WalkCount {
  let seen = 0;
  let hidden = 0;
  let left = mostDescriptors;
  for (const pid of pids) {
    if (left < 0) return { seen, hidden, over: true };
    const result = readProcess(pid, holdings);
    if (result === 'refused') hidden++;
    else if (result !== 'gone') seen++;
    if (typeof result === 'number') left -= result;
  }
  return { seen, hidden, over: left < 0 };
}

function readProcess(pid: number, holdings: Holdings): FolderResult {
  const first = readFolder(`/proc/${pid}/fd`, pid, holdings);
  if (typeof first !== 'number') return first;
  const threads = foldersOfThreads(pid).map((path) => readFolder(path, pid, holdings));
  return threads.includes('refused') ? 'refused' : first;
}

type FolderResult = number | 'refused' | 'gone';

/** How many descriptors the folder has. What vanishes meanwhile is ordinary. */
function readFolder(path: string, pid: number, holdings: Holdings): FolderResult {
  const folder = openFolder(path);
  if (folder < 0) return refusals.has(folder) ? 'refused' : 'gone';
  const fds = numbersIn(folder);
  const result = typeof fds === 'number' ? fds : readLinks(folder, fds, pid, holdings);
  closeFolder(folder);
  if (result >= 0) return result;
  return refusals.has(result) ? 'refused' : 'gone';
}

function readLinks(folder: number, fds: readonly number[], pid: number, holdings: Holdings): number {
  for (const fd of fds) {
    const inode = socketInode(folder, String(fd));
    if (inode > 0) holdings.add(inode, pid, fd);
    // What is refused for one descriptor is refused for all of the process.
    else if (refusals.has(inode)) return inode;
  }
  return fds.length;
}

/** Links of /proc/PID/task: two of every folder and one a thread. */
const linksOfOneThread = 3;

/**
 * Threads with a table of descriptors of their own (unshare(2) CLONE_FILES), and those that outlive the
 * first thread, whose table is gone then. Rare, so most processes are done with one lstat.
 */
function foldersOfThreads(pid: number): readonly string[] {
  const path = `/proc/${pid}/task`;
  if (linksOf(path) <= linksOfOneThread) return [];
  const folder = openFolder(path);
  if (folder < 0) return [];
  const threads = numbersIn(folder);
  closeFolder(folder);
  if (typeof threads === 'number') return [];
  const apart = threads.filter((thread) => thread !== pid && haveDifferentFiles(pid, thread));
  return apart.map((thread) => `${path}/${thread}/fd`);
}

function linksOf(path: string): number {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.nlink ?? 0;
  } catch {
    return 0;
  }
}
