import { highestPort, lowestPort } from '../core/port.ts';
import type { Span } from '../core/range.ts';
import { type Transport, transports } from '../core/transport.ts';
import type { Layers, OpenLayer } from './layers.ts';
import type { TableRecord } from './table/record-text.ts';

/** The nearest assigned port on one side. */
export interface Neighbour {
  readonly port: number;
  /** How many ports away; 1 = adjacent. */
  readonly distance: number;
  readonly transports: readonly Transport[];
  readonly service: string | null;
  readonly description: string;
}

/** Adjacent ports that look like one registration in several lines: their names begin alike. */
export interface Family extends Span {
  /** What the names begin with, such as `msfw`. */
  readonly stem: string;
  readonly services: readonly string[];
}

export interface Neighbours {
  readonly below: Neighbour | null;
  readonly above: Neighbour | null;
  /** The run of adjacent ports around the asked one that is a family, where there is one. */
  readonly family: Family | null;
}

/** The assigned ports next to a port, from the best layer. */
export const neighbours = (layers: Layers, port: number): Neighbours =>
  layers.ask((layer) => ({
    below: nearest(layer, port, -1),
    above: nearest(layer, port, 1),
    family: familyOf(layer, port),
  })) ?? { below: null, above: null, family: null };

function nearest({ table }: OpenLayer, port: number, direction: -1 | 1): Neighbour | null {
  const found = transports.flatMap((transport) => {
    const segment = table.segments.nearestAssigned(port, transport, direction);
    if (segment === null) return [];
    return { transport, segment, port: direction === -1 ? segment.to : segment.from };
  });
  const [first] = found.toSorted((a, b) => (b.port - a.port) * -direction);
  if (first === undefined) return null;
  const record = table.record(first.segment.records[0] ?? 0);
  return {
    port: first.port,
    distance: Math.abs(first.port - port),
    transports: found.filter((one) => one.port === first.port).map(({ transport }) => transport),
    service: record.service,
    description: record.description,
  };
}

const longestFamily = 64;

function familyOf(layer: OpenLayer, port: number): Family | null {
  const stem = stemOf(assignedTo(layer, port)?.service);
  if (stem === null) return null;
  const belongs = (other: number): boolean => stemOf(assignedTo(layer, other)?.service) === stem;
  let [from, to] = [port, port];
  while (from > lowestPort && port - from < longestFamily && belongs(from - 1)) from--;
  while (to < highestPort && to - port < longestFamily && belongs(to + 1)) to++;
  if (from === to) return null;
  const members = Array.from({ length: to - from + 1 }, (_, step) => assignedTo(layer, from + step));
  const services = [...new Set(members.flatMap((record) => record?.service ?? []))];
  return services.length < 2 ? null : { from, to, stem, services };
}

function assignedTo({ table }: OpenLayer, port: number): TableRecord | null {
  for (const transport of transports) {
    const segment = table.segments.at(port, transport);
    if (segment?.status === 'assigned') return table.record(segment.records[0] ?? 0);
  }
  return null;
}

/** The first part of a hyphenated name where it is long enough to mean something: `msfw-array` to `msfw`. */
const stemOf = (service: string | null | undefined): string | null =>
  /^([a-z][a-z0-9]{2,})[-_.]/i.exec(service ?? '')?.[1]?.toLowerCase() ?? null;
