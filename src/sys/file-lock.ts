import { closeSync, constants, openSync } from 'node:fs';
import { constants as system } from 'node:os';
import { declare, errno, sysError } from './libc.ts';

const exclusiveNow = 2 | 4;

const flock = declare('int flock(int fd, int operation)');

/**
 * Takes the lock of a file: the descriptor, held by this process and by whoever it hands it to. The kernel gives it back
 * when the last of them ends, however that happens, so a lock is never stale. Null where another has it. flock(2)
 */
export function lockFile(path: string): number | null {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  if (flock(fd, exclusiveNow) === 0) return fd;
  const code = errno();
  closeSync(fd);
  if (code === system.errno.EWOULDBLOCK) return null;
  throw sysError(`the lock ${path}`, code);
}
