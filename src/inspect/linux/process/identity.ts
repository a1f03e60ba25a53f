import { userNames } from '../../users.ts';
import { readLink, readProc, statOf } from './procfs.ts';
import type { FileView } from './view.ts';

/**
 * The effective uid, in the reader's user namespace: what the process may do, not who started it. The folder of a
 * process belongs to its effective user whether it may be dumped or not (task_dump_owner() of the kernel's
 * fs/proc/base.c), and asking that costs a fifth of reading its status file. Null where it is gone.
 */
export function effectiveUid(pid: number): number | null {
  const uid = statOf(`/proc/${pid}`)?.uid;
  return uid === undefined ? null : Number(uid);
}

/** The uid under which the kernel shows an owner that has no number in the reader's user namespace. */
const unmapped = 65_534;

/**
 * Names the uid of a process. A process with a root of its own (a container) counts its users in its own passwd file:
 * uid 999 there is not our 999, and it stays a number. In a user namespace of its own the kernel has translated the
 * uid into ours, so our name for it is the true one (a rootless container runs as who started it).
 */
export function processUsers(): (pid: number, uid: number, view: FileView) => string | null {
  const nameOf = userNames();
  let namespace: string | null | undefined;
  let whole: boolean | undefined;
  return (pid, uid, view) => {
    whole ??= isWholeMap(readProc('/proc/self/uid_map'));
    if (uid === unmapped && !whole) return null;
    if (view.foreign) {
      namespace ??= readLink('/proc/self/ns/user')?.text ?? null;
      const theirs = readLink(`/proc/${pid}/ns/user`)?.text ?? null;
      if (theirs === null || theirs === namespace) return null;
    }
    return nameOf(uid);
  };
}

/** Whether every uid of the machine has a number here: `0 0 4294967295`, or no user namespaces at all. */
export const isWholeMap = (text: string | null): boolean =>
  text === null || /^\s*0\s+0\s+4294967295\s*$/.test(text);

/** The audit login uid: who logged in to start this, whatever it became since; null for a daemon or where hidden. */
export function readLoginUid(pid: number): number | null {
  const text = readProc(`/proc/${pid}/loginuid`)?.trim() ?? '';
  // 4294967295 is "never set" (pam_loginuid(8)).
  return /^\d{1,10}$/.test(text) && text !== '4294967295' ? Number(text) : null;
}
