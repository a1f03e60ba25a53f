import { readLink, sameFile, statOf } from './procfs.ts';
import type { FileView } from './view.ts';

/** A working directory, and whether it was removed under the process. */
export interface WorkingDirectory {
  readonly path: string;
  readonly deleted: boolean;
}

const suffix = ' (deleted)';

/** Null where it is hidden or the process is gone. */
export function readCwd(pid: number, view: FileView): WorkingDirectory | null {
  const path = readLink(`/proc/${pid}/cwd`)?.text;
  if (path === undefined) return null;
  if (!path.endsWith(suffix)) return { path, deleted: false };
  const literal = sameFile(statOf(view.prefix + path), statOf(`/proc/${pid}/cwd`));
  return literal ? { path, deleted: false } : { path: path.slice(0, -suffix.length), deleted: true };
}
