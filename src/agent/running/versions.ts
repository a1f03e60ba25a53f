import type { KnockEvent } from '../../core/knock.ts';

/** A number for each port that grows whenever its page would show something else. */
export class PortVersions {
  readonly #ports = new Uint32Array(65_536);
  #all = 0;

  of(port: number): number {
    return (this.#ports[port] ?? 0) + this.#all;
  }

  /** Null: all of them. */
  bump(ports: Iterable<number> | null): void {
    if (ports === null) this.#all++;
    else for (const port of ports) this.#ports[port] = (this.#ports[port] ?? 0) + 1;
  }

  knock(event: KnockEvent): void {
    this.bump(portsOf(event));
  }
}

/** The ports whose record the event is part of; null where they are too many to be named. */
function portsOf(event: KnockEvent): readonly number[] | null {
  switch (event.type) {
    case 'scan': {
      const { count, top } = event.scan.ports;
      return count > top.length ? null : top.map(({ port }) => port);
    }
    case 'flood':
      return event.flood.port === null ? [] : [event.flood.port];
    // Ports of victims are their own.
    case 'backscatter':
    case 'drops':
      return [];
  }
}
