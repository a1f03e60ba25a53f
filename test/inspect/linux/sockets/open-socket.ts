import { fstatSync } from 'node:fs';
import { checked, declare } from '../../../../src/sys/libc.ts';

const socket = declare('int socket(int domain, int type, int protocol)');
const bind = declare('int bind(int fd, const void *address, uint32_t size)');
const connect = declare('int connect(int fd, const void *address, uint32_t size)');
const listen = declare('int listen(int fd, int backlog)');
const setsockopt = declare('int setsockopt(int fd, int level, int name, const void *value, uint32_t size)');
const getsockname = declare('int getsockname(int fd, void *address, void *size)');
const accept = declare('int accept(int fd, void *address, void *size)');
const close = declare('int close(int fd)');

export const loopback4 = [127, 0, 0, 1];
export const loopback6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
export const mapped4 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1];

/** Protocols that can be named to `socket` (linux/in.h). */
export const protocol = { icmp: 1, icmp6: 58, udpLite: 136, mptcp: 262 } as const;

/** EtherType of a packet socket that sees all, in network order. */
export const everyEtherType = new DataView(Uint16Array.of(3).buffer).getUint16(0);

/** Socket options by level and name (asm-generic/socket.h, linux/in6.h). */
export const option = {
  reusePort: [1, 15],
  bindToDevice: [1, 25],
  v6Only: [41, 26],
} as const;

export interface Wanted {
  readonly family: 4 | 6;
  readonly type: 'stream' | 'datagram' | 'raw' | 'packet';
  readonly protocol?: number;
  /** Sixteen or four octets; the wildcard if not given. */
  readonly address?: readonly number[];
  readonly port?: number;
  readonly options?: readonly (readonly [readonly [number, number], Uint8Array | number])[];
  /** The queue of a listening socket; not listening if not given. */
  readonly backlog?: number;
  readonly peerPort?: number;
}

export interface Opened {
  readonly fd: number;
  /** The socket's number, which its listing shows. */
  readonly inode: number;
  readonly port: number;
  readonly close: () => void;
}

const types = { stream: 1, datagram: 2, raw: 3, packet: 3 } as const;

/** A real socket of any kind, which Node's own calls cannot all make; closed by its `close`. */
export function openSocket(wanted: Wanted): Opened {
  const { family, type, protocol = 0, options = [], backlog, peerPort } = wanted;
  const domain = type === 'packet' ? 17 : family === 4 ? 2 : 10;
  const fd = checked(socket(domain, types[type], protocol), 'a socket');
  try {
    for (const [[level, name], value] of options) {
      const bytes = typeof value === 'number' ? new Uint8Array(Int32Array.of(value).buffer) : value;
      checked(setsockopt(fd, level, name, bytes, bytes.length), 'a socket option');
    }
    if (type === 'stream' || type === 'datagram') {
      const local = socketAddress(family, wanted.address, wanted.port ?? 0);
      checked(bind(fd, local, local.length), 'to bind');
    }
    if (backlog !== undefined) checked(listen(fd, backlog), 'to listen');
    if (peerPort !== undefined) {
      const peer = socketAddress(family, family === 4 ? loopback4 : loopback6, peerPort);
      checked(connect(fd, peer, peer.length), 'to connect');
    }
  } catch (error) {
    close(fd);
    throw error;
  }
  return opened(fd);
}

function opened(fd: number): Opened {
  let open = true;
  const once = (): void => {
    if (open) close(fd);
    open = false;
  };
  return { fd, inode: fstatSync(fd).ino, port: portOf(fd), close: once };
}

/** The next connection of a listening socket. */
export const acceptFrom = ({ fd }: Opened): Opened => opened(checked(accept(fd, null, null), 'a connection'));

/** struct sockaddr_in or sockaddr_in6 (man 7 ip, ipv6). */
function socketAddress(family: 4 | 6, address: readonly number[] = [], port: number): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  new Uint16Array(bytes.buffer, 0, 1)[0] = family === 4 ? 2 : 10;
  view.setUint16(2, port);
  bytes.set(address, family === 4 ? 4 : 8);
  return bytes;
}

function portOf(fd: number): number {
  const address = new Uint8Array(128);
  checked(getsockname(fd, address, Uint32Array.of(address.length)), 'the address of a socket');
  return new DataView(address.buffer).getUint16(2);
}
