import { fstatSync } from 'node:fs';
import { checked, declare } from './libc.ts';

/** An unconnected socket of our own, known by its descriptor and inode; the caller closes it. */
export function openOwnSocket(): { readonly fd: number; readonly inode: number } {
  const socket = declare('int socket(int domain, int type, int protocol)');
  // AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC
  const fd = checked(socket(1, 2 | 0o2_000_000, 0), 'a socket of our own');
  return { fd, inode: fstatSync(fd).ino };
}
