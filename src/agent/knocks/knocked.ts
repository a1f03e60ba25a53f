import type { LiveMessage, PortFlicker } from '../../web/index.ts';

/** Twice a second at the most. */
const period = 500;
const mostPorts = 4096;

const transports = ['tcp', 'udp'] as const;
type Counted = (typeof transports)[number];

export interface KnockedOptions {
  readonly publish: (message: LiveMessage) => void;
  /** Whether anybody follows: else nothing is told, the counts stand for themselves. */
  readonly followed: () => boolean;
  /** The ports that were knocked at since the last time. */
  readonly onPorts: (ports: Iterable<number>) => void;
}

/** Packets to each port since the agent started, and the flicker of them for who follows. */
export class Knocked {
  readonly tcp = new Uint32Array(65_536);
  readonly udp = new Uint32Array(65_536);
  readonly #options: KnockedOptions;
  readonly #fresh = { tcp: new Map<number, number>(), udp: new Map<number, number>() };
  #timer: NodeJS.Timeout | null = null;

  constructor(options: KnockedOptions) {
    this.#options = options;
  }

  readonly count = (transport: Counted, port: number): void => {
    const all = this[transport];
    const before = all[port] ?? 0;
    // Where it is full it stays full.
    if (before < 0xffff_ffff) all[port] = before + 1;
    const fresh = this.#fresh[transport];
    fresh.set(port, (fresh.get(port) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.flush(), period).unref();
  };

  /** Tells what came since the last time. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { tcp, udp } = this.#fresh;
    if (tcp.size + udp.size === 0) return;
    for (const transport of transports) this.#options.onPorts(this.#fresh[transport].keys());
    if (this.#options.followed()) this.#options.publish(this.#message());
    tcp.clear();
    udp.clear();
  }

  close(): void {
    this.flush();
  }

  #message(): LiveMessage {
    let room = mostPorts;
    let left = 0;
    const flickers: PortFlicker[] = [];
    for (const transport of transports) {
      const fresh = this.#fresh[transport];
      const ports = [...fresh].slice(0, room);
      room -= ports.length;
      left += fresh.size - ports.length;
      if (ports.length > 0) flickers.push({ transport, ports });
    }
    return { type: 'ports', flickers, left };
  }
}
