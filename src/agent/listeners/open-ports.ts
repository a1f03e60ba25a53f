import type { Listener } from '../../inspect/listener.ts';

/** A byte a port, as it is asked for each packet: whether something of this namespace listens there. */
export class OpenPorts {
  #tcp = new Uint8Array(65_536);
  #udp = new Uint8Array(65_536);

  readonly listens = (transport: 'tcp' | 'udp', port: number): boolean =>
    (transport === 'tcp' ? this.#tcp : this.#udp)[port] === 1;

  take(listeners: readonly Listener[]): void {
    const tcp = this.#tcp.fill(0);
    const udp = this.#udp.fill(0);
    for (const { kind, port, netns } of listeners) {
      if (port === null || !netns.own) continue;
      if (kind === 'tcp') tcp[port] = 1;
      else if (kind === 'udp') udp[port] = 1;
    }
  }
}
