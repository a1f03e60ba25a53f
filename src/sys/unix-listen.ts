/*
 * struct sockaddr_un, sys/un.h (man 7 unix):
 *
 *   0  u16        sun_family   1
 *   2  char[108]  sun_path     ended by a zero
 */
import { chmodSync, closeSync } from 'node:fs';
import { Writer } from '../bytes/index.ts';
import { fail } from '../core/errors.ts';
import { checked, declare, errno, sysError } from './libc.ts';

const unixFamily = 1;
const streamCloseOnExec = 1 | 0o2_000_000;
const longestPath = 107;

const socket = declare('int socket(int domain, int type, int protocol)');
const bind = declare('int bind(int fd, const void *address, uint32_t size)');
const listen = declare('int listen(int fd, int backlog)');

/**
 * A unix socket that listens at a path where nothing is yet, for its owner alone. The mode holds from the first moment:
 * a socket that is made under another umask could be entered before it is changed.
 */
export function listenAtPath(path: string, backlog = 128): number {
  const name = new TextEncoder().encode(path);
  if (name.length === 0 || name.length > longestPath || name.includes(0)) throw tooLong(path);
  const fd = checked(socket(unixFamily, streamCloseOnExec, 0), 'a unix socket');
  const before = process.umask(0o177);
  try {
    const address = new Writer(2 + name.length + 1, 'sockaddr_un').u16(unixFamily).bytes(name).done();
    if (bind(fd, address, address.length) !== 0) throw sysError(`to listen at ${path}`, errno());
    chmodSync(path, 0o600);
    checked(listen(fd, backlog), `to listen at ${path}`);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  } finally {
    process.umask(before);
  }
}

const tooLong = (path: string) =>
  fail('USAGE', {
    asked: `a socket at ${path}`,
    found: `the name of a unix socket may have ${longestPath} bytes`,
    todo: 'Name a shorter one by REEVE_SOCKET',
  });
