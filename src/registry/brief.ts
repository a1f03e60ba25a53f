import { type Transport, transports } from '../core/transport.ts';
import type { Layers, OpenLayer } from './layers.ts';
import type { AssignmentStatus } from './record.ts';
import { strongestStatus } from './status.ts';
import type { Table } from './table/read.ts';

/** A port in a word. */
export interface PortBrief {
  readonly port: number;
  /** The strongest over the transports. */
  readonly status: AssignmentStatus;
  /** Transports on which it is assigned. */
  readonly transports: readonly Transport[];
  /** The primary service; null where none is assigned, or the assignment has no name. */
  readonly service: string | null;
  readonly description: string;
}

/** Pages name the same neighbours again and again; a table never changes once it is open. */
const known = new WeakMap<Table, Map<number, PortBrief>>();
const mostKnown = 8192;

/** What the best layer calls a port. */
export const briefOf = (layers: Layers, port: number): PortBrief =>
  layers.ask((layer) => remembered(layer, port)) ?? unknown(port);

const unknown = (port: number): PortBrief => ({
  port,
  status: 'unassigned',
  transports: [],
  service: null,
  description: '',
});

function remembered({ table }: OpenLayer, port: number): PortBrief {
  let briefs = known.get(table);
  if (briefs === undefined || briefs.size >= mostKnown) {
    briefs = new Map();
    known.set(table, briefs);
  }
  const before = briefs.get(port);
  if (before !== undefined) return before;
  const brief = lookedUp(table, port);
  briefs.set(port, brief);
  return brief;
}

function lookedUp(table: Table, port: number): PortBrief {
  const found = transports.flatMap((transport) => {
    const segment = table.segments.at(port, transport);
    return segment === null ? [] : [{ transport, segment }];
  });
  const assigned = found.filter(({ segment }) => segment.status === 'assigned');
  const [first = found[0]] = assigned;
  if (first === undefined) return unknown(port);
  const { service, description } = table.record(first.segment.records[0] ?? 0);
  return {
    port,
    status: strongestStatus(found.map(({ segment }) => segment.status)),
    transports: assigned.map(({ transport }) => transport),
    service,
    description,
  };
}
