import type { BigIntStats } from 'node:fs';
import type { FileView } from './view.ts';
import { type LinkTarget, readLink, sameFile, statOf } from './procfs.ts';

/** What the kernel's link /proc/PID/exe says, and whether that file is still what runs. */
export interface Executable {
  /** As the process's own file system names it; `/memfd:NAME` for a program that never was a file. */
  readonly path: string;
  /** Removed or replaced since the start; null where it could not be told (another root, nothing there). */
  readonly deleted: boolean | null;
  /** The stat of the file that runs, which outlives its name. */
  readonly file: BigIntStats | null;
}

const suffix = ' (deleted)';

/** Null where the link is hidden, or there is none (a kernel thread). */
export function readExe(pid: number, view: FileView): Executable | null {
  const link = readLink(`/proc/${pid}/exe`);
  if (link === null) return null;
  const file = statOf(`/proc/${pid}/exe`);
  return { ...judge(link, file, view), file };
}

function judge(
  link: LinkTarget,
  file: BigIntStats | null,
  view: FileView,
): Pick<Executable, 'path' | 'deleted'> {
  const there = statOf(inView(link.path, view));
  if (sameFile(there, file)) return { path: link.text, deleted: false };
  // The kernel adds the suffix; a real file may be named so, but then it would have been found just now.
  if (link.text.endsWith(suffix)) return { path: link.text.slice(0, -suffix.length), deleted: true };
  if (file === null) return { path: link.text, deleted: null };
  if (there !== null) return { path: link.text, deleted: true };
  // Nothing at that name and yet not unlinked: in a foreign root it may only be out of reach.
  return { path: link.text, deleted: view.foreign ? null : true };
}

function inView(path: string | Buffer, { prefix }: FileView): string | Buffer {
  return typeof path === 'string' ? prefix + path : Buffer.concat([Buffer.from(prefix), path]);
}
