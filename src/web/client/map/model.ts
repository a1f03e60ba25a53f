import { verdictLevels, type VerdictLevel } from '../../../core/verdict.ts';
import { type MapBase, type MapTransport, mapTransports, ports } from '../../map/layout.ts';
import type { MapListener, MapMachine } from '../../map/machine.ts';

export interface Listening {
  readonly address: string;
  readonly verdict: VerdictLevel;
  readonly exposure: string;
  readonly holder: string | null;
}

/** From harmless to grave; what could not be told comes before what was found wanting. */
const gravity: readonly VerdictLevel[] = ['expected', 'plausible', 'unknown', 'suspect', 'wrong'];

export const gravest = (all: readonly Listening[]): VerdictLevel =>
  verdictLevels
    .filter((level) => all.some(({ verdict }) => verdict === level))
    .reduce((worst, level) => (gravity.indexOf(level) > gravity.indexOf(worst) ? level : worst), 'expected');

/** What the picture shows: the registry, this machine's listeners, and how often each port was knocked at. */
export class MapModel {
  base: MapBase | null = null;
  readonly #listeners: Readonly<Record<MapTransport, Map<number, readonly Listening[]>>> = {
    tcp: new Map(),
    udp: new Map(),
  };
  readonly #knocks: Readonly<Record<MapTransport, Uint32Array>> = {
    tcp: new Uint32Array(ports),
    udp: new Uint32Array(ports),
  };
  readonly #knocked: Readonly<Record<MapTransport, Set<number>>> = { tcp: new Set(), udp: new Set() };

  /** All anew, as it was loaded. */
  load(machine: MapMachine): void {
    for (const transport of mapTransports) {
      this.#listeners[transport].clear();
      this.#knocks[transport].fill(0);
      this.#knocked[transport].clear();
      for (const [port, count] of machine.knocked[transport]) this.knock(transport, port, count);
    }
    for (const one of machine.listeners) this.open(one);
  }

  open([port, transport, address, verdict, exposure, holder]: MapListener): void {
    const others = this.listeners(transport, port).filter((one) => one.address !== address);
    this.#listeners[transport].set(port, [...others, { address, verdict, exposure, holder }]);
  }

  close(transport: MapTransport, port: number, address: string): void {
    const left = this.listeners(transport, port).filter((one) => one.address !== address);
    if (left.length === 0) this.#listeners[transport].delete(port);
    else this.#listeners[transport].set(port, left);
  }

  knock(transport: MapTransport, port: number, count: number): void {
    const counts = this.#knocks[transport];
    counts[port] = Math.min(0xff_ff_ff_ff, (counts[port] ?? 0) + count);
    this.#knocked[transport].add(port);
  }

  listeners(transport: MapTransport, port: number): readonly Listening[] {
    return this.#listeners[transport].get(port) ?? [];
  }

  listening(transport: MapTransport): ReadonlyMap<number, readonly Listening[]> {
    return this.#listeners[transport];
  }

  knocks(transport: MapTransport, port: number): number {
    return this.#knocks[transport][port] ?? 0;
  }

  knocked(transport: MapTransport): ReadonlySet<number> {
    return this.#knocked[transport];
  }
}
