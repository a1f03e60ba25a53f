import { constants } from 'node:os';
import { Reader } from '../bytes/index.ts';
import { declare, errno, sysError } from './libc.ts';
import type { NetlinkChannel, Received } from './netlink-dump.ts';

/** Netlink families (linux/netlink.h). */
export const netlinkFamily = { sockDiag: 4 } as const;

/** Holds one datagram at a time, for any number of sockets one after another; it may be swapped for a longer one. */
export interface ReceiveBuffer {
  bytes: Uint8Array;
}

/** The kernel fills at most 32 KB of a dump into a datagram; eight times that leaves room for other kernels. */
export const receiveBuffer = (size = 256 * 1024): ReceiveBuffer => ({ bytes: new Uint8Array(size) });

const netlinkDomain = 16;
const rawCloseOnExec = 3 | 0o2000000;
const flags = { truncated: 0x20, dontWait: 0x40 } as const;
const patienceMs = 1000;
const longestBuffer = 16 * 1024 * 1024;
const mostDrained = 100_000;
const { EAGAIN, EINTR } = constants.errno;

const socket = declare('int socket(int domain, int type, int protocol)');
const send = declare('long send(int fd, const void *data, size_t size, int flags)');
const recvfrom = declare(
  'long recvfrom(int fd, void *data, size_t size, int flags, void *from, void *fromSize)',
);
const poll = declare('int poll(void *fds, unsigned long count, int timeoutMs)');
const close = declare('int close(int fd)');

/**
 * A netlink socket in the network namespace in which the calling thread opened it, wherever that thread
 * goes later. Every open one must be closed.
 * @throws ReeveError `NOT_PERMITTED` or `SYSTEM_CALL_FAILED` where the kernel has none or refuses it
 */
export function openNetlink(family: number, buffer: ReceiveBuffer = receiveBuffer()): NetlinkSocket {
  const fd = socket(netlinkDomain, rawCloseOnExec, family);
  if (fd < 0) throw sysError('a netlink socket', errno());
  return new NetlinkSocket(fd, buffer);
}

export class NetlinkSocket implements NetlinkChannel {
  /** For calls that need any socket of this namespace; -1 once closed. */
  #fd: number;
  readonly #buffer: ReceiveBuffer;
  // struct sockaddr_nl: u16 family, u16 padding, u32 port id, u32 groups; the kernel's port id is 0.
  readonly #from = new Uint8Array(12);
  readonly #fromSize = Uint32Array.of(12);

  constructor(fd: number, buffer: ReceiveBuffer) {
    this.#fd = fd;
    this.#buffer = buffer;
  }

  get fd(): number {
    return this.#fd;
  }

  send(message: Uint8Array): number {
    for (;;) {
      if (send(this.#fd, message, message.length, 0) >= 0) return 0;
      const code = errno();
      if (code !== EINTR) return code;
    }
  }

  /** The next datagram from the kernel, waiting a second at most. */
  receive(): Received {
    let waited = false;
    for (let count = 0; count < mostDrained; count++) {
      const received = this.#receiveNow();
      if (!('failed' in received)) {
        if (this.#fromKernel()) return received;
      } else if (received.failed === EAGAIN && !waited) {
        waited = true;
        this.#wait();
      } else if (received.failed !== EINTR) return received;
    }
    return { failed: EAGAIN };
  }

  drain(longer: boolean): void {
    for (let count = 0; count < mostDrained && !('failed' in this.#receiveNow()); count++);
    const { length } = this.#buffer.bytes;
    if (longer && length < longestBuffer) this.#buffer.bytes = new Uint8Array(length * 2);
  }

  close(): void {
    if (this.#fd < 0) return;
    close(this.#fd);
    this.#fd = -1;
  }

  #receiveNow(): Received {
    const { bytes } = this.#buffer;
    this.#fromSize[0] = this.#from.length;
    // With MSG_TRUNC the answer is the datagram's true length, even where the buffer is shorter.
    const size = recvfrom(
      this.#fd,
      bytes,
      bytes.length,
      flags.dontWait | flags.truncated,
      this.#from,
      this.#fromSize,
    );
    if (size < 0) return { failed: errno() };
    return { bytes: bytes.subarray(0, size), truncated: size > bytes.length };
  }

  /** Another process can write to a netlink socket too, if it is privileged: its words do not count. */
  #fromKernel(): boolean {
    const address = new Reader(this.#from, 'sockaddr_nl');
    address.skip(4);
    return address.u32() === 0;
  }

  #wait(): void {
    // struct pollfd: int fd, short events (POLLIN = 1), short revents.
    poll(Int32Array.of(this.#fd, 1), 1, patienceMs);
  }
}
