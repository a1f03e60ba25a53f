import { fstatSync } from 'node:fs';
import { checked, declare } from './libc.ts';

export interface OwnSocket {
  readonly fd: number;
  readonly inode: number;
}

/** An unconnected socket of our own; the caller closes it. */
export function openOwnSocket(): OwnSocket {
  const socket = declare('int socket(int domain, int type, int protocol)');
  // AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC
  const fd = checked(socket(1, 2 | 0o2_000_000, 0), 'a socket of our own');
  return { fd, inode: fstatSync(fd).ino };
}
