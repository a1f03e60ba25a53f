/*
 * struct sockaddr_in6, netinet/in.h:                struct sockaddr_in:
 *
 *   0  u16       sin6_family   10                     0  u16  sin_family  2
 *   2  u16       sin6_port     network order          2  u16  sin_port    network order
 *   4  u32       sin6_flowinfo                        4  u32  sin_addr    0 = every address
 *   8  u8[16]    sin6_addr     0 = every address      8       8 unused
 *  24  u32       sin6_scope_id
 */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { Writer } from '../bytes/index.ts';
import { fail } from '../core/errors.ts';
import { checked, declare, errno, sysError } from './libc.ts';

const families = { v4: 2, v6: 10 } as const;
const kinds = { tcp: 1, udp: 2 } as const;
const closeOnExec = 0o2_000_000;
const socketLevel = 1;
const reuseAddress = 2;
const ipv6Level = 41;
const ipv6Only = 26;
const { EAFNOSUPPORT, EADDRINUSE, EADDRNOTAVAIL } = constants.errno;

const socket = declare('int socket(int domain, int type, int protocol)');
const setsockopt = declare('int setsockopt(int fd, int level, int name, const void *value, uint32_t size)');
const bind = declare('int bind(int fd, const void *address, uint32_t size)');
const listen = declare('int listen(int fd, int backlog)');

/**
 * A socket at a port on every address, IPv6 and IPv4 alike where there is IPv6. TCP listens with a short queue.
 * @throws ReeveError `USAGE` where the port is taken, `NOT_PERMITTED` below 1024 without CAP_NET_BIND_SERVICE
 */
export function openListening(transport: 'tcp' | 'udp', port: number, backlog = 64): number {
  return open('v6', transport, port, backlog) ?? open('v4', transport, port, backlog) ?? noAddress(port);
}

/** Null where the host has no such address family. */
function open(family: 'v4' | 'v6', transport: 'tcp' | 'udp', port: number, backlog: number): number | null {
  const fd = socket(families[family], kinds[transport] | closeOnExec, 0);
  if (fd < 0) {
    if (errno() === EAFNOSUPPORT) return null;
    throw sysError(`a socket at ${port}/${transport}`, errno());
  }
  try {
    if (family === 'v6')
      checked(setsockopt(fd, ipv6Level, ipv6Only, Int32Array.of(0), 4), 'a dual-stack socket');
    if (transport === 'tcp') {
      checked(setsockopt(fd, socketLevel, reuseAddress, Int32Array.of(1), 4), 'a socket option');
    }
    const address = addressOf(family, port);
    const bound = bind(fd, address, address.length) === 0 ? 0 : errno();
    if (bound === EADDRNOTAVAIL && family === 'v6') {
      closeSync(fd);
      return null;
    }
    if (bound !== 0) throw refused(transport, port, bound);
    if (transport === 'tcp') checked(listen(fd, backlog), `to listen at ${port}/tcp`);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

const addressOf = (family: 'v4' | 'v6', port: number): Uint8Array =>
  new Writer(family === 'v4' ? 16 : 28, 'a socket address').u16(families[family]).u16be(port).done();

function refused(transport: 'tcp' | 'udp', port: number, code: number) {
  if (code !== EADDRINUSE) return sysError(`to listen at ${port}/${transport}`, code);
  return fail('USAGE', {
    asked: `to listen at ${port}/${transport}`,
    found: 'something holds the port already',
    todo: `reeve ${port} tells what it is`,
  });
}

function noAddress(port: number): never {
  throw sysError(`to listen at ${port}`, EAFNOSUPPORT);
}
