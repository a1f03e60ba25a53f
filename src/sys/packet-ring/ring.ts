import { checked, declare, errno, memoryAt, type Readiness, sysError, whenReadable } from '../libc.ts';
import { block, statusWord } from './block.ts';
import { packet } from './packet.ts';
import { blockSize } from './settings.ts';
import { readStatistics, type RingStatistics } from './statistics.ts';

const readAndWrite = 3;
const shared = 1;
const socketLevel = 1;
const pendingError = 4;
/** Where the event loop cannot wait for a descriptor, the ring is looked at so often. */
const lookEveryMs = 10;

// Addresses of user space fit a number exactly: they have 47 bits.
const mmap = declare('intptr_t mmap(void *at, size_t size, int protection, int flags, int fd, long offset)');
const munmap = declare('int munmap(intptr_t at, size_t size)');
const getsockopt = declare('int getsockopt(int fd, int level, int name, void *value, void *size)');

/** Takes the packets of a ring; the bytes are the ring's own and hold only during the call. */
export interface PacketTaker {
  /**
   * @param start where the network header begins in `bytes`, and `end` where what was kept ends
   * @param length bytes that the packet had on the wire, from the network header on
   * @param at microseconds since 1970 UTC
   */
  packet(
    start: number,
    end: number,
    length: number,
    at: number,
    interfaceIndex: number,
    protocol: number,
    kind: number,
  ): void;
}

/** A packet socket's ring, seen without copying. It needs no privilege; the descriptor stays the caller's. */
export class PacketRing {
  readonly fd: number;
  /** The ring's memory. Ask for them anew whenever a packet comes: once closed they are empty, the memory is gone. */
  bytes: Uint8Array;
  view: DataView;
  #status: Int32Array;
  readonly #address: number;
  readonly #blocks: number;
  #next = 0;
  #open = true;
  #readiness: Readiness | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** @param size the bytes that the ring was made with */
  constructor(fd: number, size: number) {
    this.fd = fd;
    const address = mmap(null, size, readAndWrite, shared, fd, 0);
    if (address === -1) throw sysError('to see a packet ring', errno());
    this.#address = address;
    const memory = memoryAt(BigInt(address), size);
    this.bytes = new Uint8Array(memory);
    this.view = new DataView(memory);
    this.#status = new Int32Array(memory);
    this.#blocks = size / blockSize;
  }

  /** Hands over the packets of the blocks that are ready, at most one round of the ring. Gives back their number. */
  drain(taker: PacketTaker): number {
    let count = 0;
    for (let round = 0; round < this.#blocks && this.#open; round++) {
      const start = this.#next * blockSize;
      const word = (start + block.status) >>> 2;
      if ((Atomics.load(this.#status, word) & statusWord.user) === 0) break;
      count += this.#walk(start, taker);
      // A taker may have closed the ring, after which its memory is no longer there.
      if (!this.#open) break;
      Atomics.store(this.#status, word, statusWord.kernel);
      this.#next = (this.#next + 1) % this.#blocks;
    }
    return count;
  }

  #walk(start: number, taker: PacketTaker): number {
    const { view } = this;
    const end = start + blockSize;
    const count = view.getUint32(start + block.packets, true);
    let at = start + view.getUint32(start + block.firstPacket, true);
    let done = 0;
    while (done < count && at + packet.headerSize <= end && this.#open) {
      const from = at + view.getUint16(at + packet.network, true);
      const to = from + view.getUint32(at + packet.kept, true);
      if (to > end) break;
      // Read before the taker is called: it may close the ring, and then the memory is gone.
      const next = view.getUint32(at + packet.next, true);
      taker.packet(
        from,
        to,
        view.getUint32(at + packet.length, true),
        view.getUint32(at + packet.seconds, true) * 1e6 + view.getUint32(at + packet.nanoseconds, true) / 1e3,
        view.getInt32(at + packet.interface, true),
        view.getUint16(at + packet.protocol, false),
        view.getUint8(at + packet.kind),
      );
      done++;
      if (next === 0) break;
      at += next;
    }
    return done;
  }

  /** Calls `ready` whenever there is something to drain, and once more after an error of the interface. */
  onReady(ready: () => void): void {
    const again = (readable: boolean): void => {
      ready();
      if (readable || !this.#open) return;
      // An interface that went down leaves an error behind, which ends the waiting until it is read.
      this.#readiness?.stop();
      this.pendingError();
      this.#readiness = whenReadable(this.fd, again);
    };
    this.#readiness = whenReadable(this.fd, again);
    if (this.#readiness === null) this.#timer = setInterval(ready, lookEveryMs);
  }

  /** The error that the socket reports, as an errno, and forgets by it; 0 = none. */
  pendingError(): number {
    const value = new Int32Array(1);
    checked(
      getsockopt(this.fd, socketLevel, pendingError, value, Uint32Array.of(4)),
      'the state of a packet socket',
    );
    return value[0] ?? 0;
  }

  statistics(): RingStatistics {
    return readStatistics(this.fd);
  }

  /** Gives the memory back. The views are made empty first, so that a late look finds nothing instead of a fault. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#readiness?.stop();
    if (this.#timer !== null) clearInterval(this.#timer);
    const size = this.bytes.length;
    this.bytes = new Uint8Array(0);
    this.view = new DataView(new ArrayBuffer(0));
    this.#status = new Int32Array(0);
    checked(munmap(this.#address, size), 'to let go of a packet ring');
  }
}
