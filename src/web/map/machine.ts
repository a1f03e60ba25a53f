import type { VerdictLevel } from '../../core/verdict.ts';
import type { AssessedListener } from '../../contract/listener-item.ts';
import { holderOf } from './holder.ts';
import type { MachineView } from '../view.ts';
import { type MapTransport, mapTransports } from './layout.ts';

/** A listener of the picture: port, transport, address, verdict, exposure, who holds it. */
export type MapListener = readonly [
  port: number,
  transport: MapTransport,
  address: string,
  verdict: VerdictLevel,
  exposure: string,
  holder: string | null,
];

/** `/map/machine.json`: what of this machine the picture shows, as of one moment of the live feed. */
export interface MapMachine {
  /** `EPOCH-N`: what the feed tells up to N is in here already. */
  readonly at: string;
  readonly listeners: readonly MapListener[];
  /** Port, packets. */
  readonly knocked: { readonly [T in MapTransport]: readonly (readonly [number, number])[] };
}

export function mapMachine(machine: MachineView): MapMachine {
  const { epoch, latest } = machine.live;
  return {
    at: `${epoch}-${latest}`,
    listeners: machine.listeners
      .all()
      .map(mapListener)
      .filter((one) => one !== null),
    knocked: { tcp: sparse(machine.knocked.tcp), udp: sparse(machine.knocked.udp) },
  };
}

function mapListener({ listener, verdict }: AssessedListener): MapListener | null {
  const { kind, port, address, exposure } = listener;
  const transport = mapTransports.find((one) => one === kind);
  if (transport === undefined || port === null) return null;
  return [port, transport, address, verdict.level, exposure, holderOf(listener)];
}

function sparse(counts: Uint32Array): [number, number][] {
  const found: [number, number][] = [];
  for (let port = 0; port < counts.length; port++) {
    const count = counts[port] ?? 0;
    if (count > 0) found.push([port, count]);
  }
  return found;
}
