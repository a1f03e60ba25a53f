import { closeSync, fstatSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { fail } from '../core/errors.ts';
import { err, ok, type Result } from '../core/result.ts';
import { declare, errno, errnoName } from './libc.ts';

const networkNamespace = 0x4000_0000;
const mostTries = 3;

const setns = declare('int setns(int fd, int kind)');
const readlink = declare('long readlink(const char *path, void *target, size_t size)');

const target = new Uint8Array(64);
const digits = { first: 0x30, last: 0x39 } as const;

/** Why a namespace's number could not be read. `gone` = the process ended, or has no namespaces any more. */
export type Unreadable = 'refused' | 'gone';

/**
 * The inode number of the network namespace behind `/proc/PID/ns/net`, which is its identity. By readlink(2)
 * itself: one call a process, and a refusal costs no exception (there may be thousands). man 7 namespaces.
 */
export function namespaceInode(path: string): number | Unreadable {
  const size = readlink(path, target, target.length);
  if (size < 0) {
    const code = errno();
    return code === constants.errno.ENOENT || code === constants.errno.ESRCH ? 'gone' : 'refused';
  }
  let inode = 0;
  for (const byte of target.subarray(0, size)) {
    if (byte >= digits.first && byte <= digits.last) inode = inode * 10 + (byte - digits.first);
  }
  return inode;
}

/**
 * The namespace this thread is in, held open so that it can come back from others. Only made where the kernel
 * lets it come back: leaving is refused to whoever could not return (root of a user namespace in the host's
 * network may well enter another one, and would be shut out).
 */
export class HomeNamespace {
  /** -1 once closed. */
  #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** The home of this thread, or why it cannot go anywhere: an errno's name, `EPERM` without CAP_SYS_ADMIN. */
  static open(): Result<HomeNamespace> {
    let fd: number;
    try {
      fd = openSync('/proc/thread-self/ns/net', 'r');
    } catch (error) {
      return err(codeOf(error));
    }
    if (setns(fd, networkNamespace) === 0) return ok(new HomeNamespace(fd));
    const reason = errnoName(errno());
    closeSync(fd);
    return err(reason);
  }

  /**
   * Runs `work` with this thread in the namespace at `path` (`/proc/PID/ns/net`, `/run/netns/NAME`), if that
   * still is the one numbered `inode`, and comes back whatever happens. The event loop stands still
   * meanwhile and other threads stay where they are; a socket or file opened in `work` keeps its namespace.
   * @returns what `work` gave, or why the namespace could not be entered
   * @throws whatever `work` throws; ReeveError `INTERNAL` if there was no way back
   */
  visit<T>(path: string, inode: number, work: () => T): Result<T> {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      return err(codeOf(error));
    }
    try {
      if (fstatSync(fd).ino !== inode) return err('another namespace is there now');
      if (setns(fd, networkNamespace) !== 0) return err(errnoName(errno()));
      try {
        return ok(work());
      } finally {
        this.#comeBack();
      }
    } finally {
      closeSync(fd);
    }
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #comeBack(): void {
    for (let tries = 0; tries < mostTries; tries++) if (setns(this.#fd, networkNamespace) === 0) return;
    throw fail('INTERNAL', {
      asked: 'to come back from another network namespace',
      found: `the kernel answered ${errnoName(errno())}`,
      todo: 'Start the command again; nothing was changed',
    });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
