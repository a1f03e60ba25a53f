/*
 * A datagram socket of the unix family, which Node has none of (man 7 unix; struct sockaddr_un as in unix-listen.ts).
 */
import { closeSync } from 'node:fs';
import { Writer } from '../bytes/index.ts';
import { checked, declare, errno, errnoName } from './libc.ts';

const unixFamily = 1;
const datagramCloseOnExec = 2 | 0o2_000_000;
/** MSG_DONTWAIT | MSG_NOSIGNAL */
const neverWait = 0x40 | 0x4000;
const longestPath = 107;

const socket = declare('int socket(int domain, int type, int protocol)');
const sendto = declare(
  'long sendto(int fd, const void *bytes, size_t size, int flags, const void *address, uint32_t addressSize)',
);

export interface UnixDatagrams {
  /** Null where it was sent, else the name of the error: `EAGAIN` or `EWOULDBLOCK` where the other side's queue is full. */
  send(bytes: Uint8Array): string | null;
  close(): void;
}

/** Sends to the socket at a path, whoever listens there at the time. @throws ReeveError `SYSTEM_CALL_FAILED` */
export function unixDatagrams(path: string): UnixDatagrams {
  const name = new TextEncoder().encode(path).subarray(0, longestPath);
  const address = new Writer(2 + name.length + 1, 'sockaddr_un').u16(unixFamily).bytes(name).done();
  const fd = checked(socket(unixFamily, datagramCloseOnExec, 0), 'a unix socket');
  return {
    send: (bytes) =>
      sendto(fd, bytes, bytes.length, neverWait, address, address.length) < 0 ? errnoName(errno()) : null,
    close: () => closeSync(fd),
  };
}
