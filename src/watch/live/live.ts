import { setTimeout as pause } from 'node:timers/promises';
import type { Drops } from '../../core/knock.ts';
import { interfaceName } from '../../sys/interface-name.ts';
import { PacketRing, settleMs } from '../../sys/packet-ring/index.ts';
import type { BatchSink } from '../record.ts';
import type { Answers } from './answers.ts';
import { type Capture, closeCaptures } from './captures.ts';
import { Frames } from './frames.ts';
import { Link, type LinkChange } from './link.ts';

const lookEveryMs = 1000;

export interface LiveOptions {
  /** Gets the records whenever there are some; the batch is used again after it returns. */
  readonly sink: BatchSink;
  /** What listens here, so that resets of a service's former connections are no answers to probes. */
  readonly listens?: (transport: 'tcp' | 'udp', port: number) => boolean;
  /** A watched interface went down, was removed or is there again. Watching goes on. */
  readonly onLink?: (change: LinkChange) => void;
  /** A fault in the sink or in the capture; the capture is closed by then. */
  readonly onError?: (error: unknown) => void;
}

export interface LiveCounts {
  /** Packets that passed the kernel's filter, the dropped ones among them. */
  readonly packets: number;
  /** Records handed to the sink. */
  readonly records: number;
  /** Lost because a ring was full; null = none. */
  readonly drops: Drops | null;
  /** Packets of which no record could be made, by reason. */
  readonly skipped: readonly { readonly name: string; readonly packets: number }[];
  /** What this host's kernel answered to probes of ports where nothing listens. `--silent` drops such answers. */
  readonly answers: Readonly<Answers>;
}

export interface Live {
  counts(): LiveCounts;
  /** Interfaces that are not up at the moment. */
  down(): readonly LinkChange[];
  /** Waits for what has arrived already (less than a tenth of a second), takes it, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Watches through sockets that somebody with CAP_NET_RAW opened; needs no privilege itself, sends nothing, and owns
 * the descriptors from now on.
 */
export function openLive(captures: readonly Capture[], options: LiveOptions): Live {
  return new RingLive(captures, options);
}

interface Watched {
  readonly capture: Capture;
  readonly ring: PacketRing;
  readonly link: Link;
}

class RingLive implements Live {
  readonly #captures: readonly Capture[];
  readonly #watched: Watched[] = [];
  readonly #options: LiveOptions;
  readonly #frames: Frames;
  readonly #timer: NodeJS.Timeout;
  #packets = 0;
  #drops = { packets: 0, first: 0, last: 0 };
  #open = true;

  constructor(captures: readonly Capture[], options: LiveOptions) {
    this.#captures = captures;
    this.#options = options;
    const rings: PacketRing[] = [];
    try {
      for (const { fd, ringBytes } of captures) rings.push(new PacketRing(fd, ringBytes));
      const [first] = rings;
      if (first === undefined) throw new RangeError('no capture was given');
      const nameOf = (index: number): string | null => interfaceName(first.fd, index);
      this.#frames = new Frames(first, options.sink, nameOf, options.listens ?? (() => false));
      for (const [index, capture] of captures.entries()) this.#watch(capture, rings[index]);
    } catch (error) {
      for (const ring of rings) ring.close();
      closeCaptures(captures);
      throw error;
    }
    this.#timer = setInterval(() => this.#guarded(() => this.#look()), lookEveryMs);
  }

  counts(): LiveCounts {
    if (this.#open) this.#readStatistics();
    const { packets, first, last } = this.#drops;
    return {
      packets: this.#packets,
      records: this.#frames.records,
      drops: packets === 0 ? null : { reason: "the kernel's ring was full", packets, first, last },
      skipped: [...this.#frames.leftOut(false), ...this.#frames.leftOut(true)],
      answers: { ...this.#frames.answers },
    };
  }

  down(): readonly LinkChange[] {
    return this.#watched.flatMap(({ capture, link }) =>
      capture.interface === null || link.state === 'up'
        ? []
        : [{ interface: capture.interface, state: link.state }],
    );
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    await pause(settleMs);
    this.#guarded(() => {
      for (const { ring } of this.#watched) this.#frames.drain(ring);
      this.#readStatistics();
      this.#letGo();
    });
  }

  /** The ring is there before the socket gets its first packet. */
  #watch(capture: Capture, ring: PacketRing | undefined): void {
    if (ring === undefined) return;
    const link = new Link(capture);
    this.#watched.push({ capture, ring, link });
    ring.onReady(() => this.#guarded(() => this.#frames.drain(ring)));
  }

  #look(): void {
    this.#readStatistics();
    for (const { link } of this.#watched) {
      const change = link.look();
      if (change !== null) this.#options.onLink?.(change);
    }
  }

  #readStatistics(): void {
    for (const { ring } of this.#watched) {
      const { packets, drops } = ring.statistics();
      this.#packets += packets;
      if (drops === 0) continue;
      const now = Date.now() * 1000;
      this.#drops = {
        packets: this.#drops.packets + drops,
        first: this.#drops.packets === 0 ? now : this.#drops.first,
        last: now,
      };
    }
  }

  /** Nothing above catches what is thrown out of the event loop's own callback. */
  #guarded(work: () => void): void {
    if (!this.#open) return;
    try {
      work();
    } catch (error) {
      this.#letGo();
      if (this.#options.onError === undefined) throw error;
      this.#options.onError(error);
    }
  }

  #letGo(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#timer);
    for (const { ring } of this.#watched) ring.close();
    closeCaptures(this.#captures);
  }
}
