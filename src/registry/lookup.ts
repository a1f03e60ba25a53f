import { portRanges, type Span } from '../core/range.ts';
import { type Transport, transports } from '../core/transport.ts';
import type { Layers, OpenLayer } from './layers.ts';
import type { Assignment, RecordSource } from './record.ts';
import { hostAssignments } from './source/etc-services.ts';
import type { TableRecord } from './table/record-text.ts';

const [, , dynamic] = portRanges;
const dynamicSource: RecordSource = { name: 'RFC 6335', date: '2011-08' };

/**
 * What the layers say about a port, the primary service first, transport by transport. The best layer answers
 * alone; the host's own names follow where they differ. Asked for one transport there is always an answer, if
 * only "unassigned"; asked for all (null), transports without a row are left out unless no transport has one.
 */
export function lookUp(layers: Layers, port: number, transport: Transport | null): readonly Assignment[] {
  const registry = layers.ask((layer) => registryAssignments(layer, port, transport)) ?? [];
  const host = layers.host;
  return host === null ? registry : [...registry, ...hostAssignments(host, port, transport, registry)];
}

/** As `lookUp`, by one layer of the registry and without the host's names. */
export function registryAssignments(
  layer: OpenLayer,
  port: number,
  transport: Transport | null,
): readonly Assignment[] {
  if (transport !== null) return onTransport(layer, port, transport) ?? [absence(layer, port, transport)];
  const rows = transports.flatMap((one) => (onTransport(layer, port, one) ?? []).filter(isWorthSaying));
  return rows.length > 0 ? rows : [absence(layer, port, 'tcp'), absence(layer, port, 'udp')];
}

/** That a port is unassigned on SCTP and DCCP is true of nearly all; it is said only to who asks for it. */
const isWorthSaying = ({ transport, status }: Assignment): boolean =>
  status !== 'unassigned' || transport === 'tcp' || transport === 'udp';

function onTransport({ table }: OpenLayer, port: number, transport: Transport): readonly Assignment[] | null {
  const segment = table.segments.at(port, transport);
  if (segment === null) return null;
  return segment.records.map((number) =>
    assignment(table.record(number), transport, port, table.meta.sources),
  );
}

function assignment(
  record: TableRecord,
  transport: Transport,
  port: number,
  sources: readonly RecordSource[],
): Assignment {
  const { source, ports, transports: _, ...rest } = record;
  return {
    ...rest,
    transport,
    ports: ports ?? only(port),
    source: sources[source] ?? { name: 'unknown', date: null },
  };
}

const only = (port: number): Span => ({ from: port, to: port });

function absence({ table }: OpenLayer, port: number, transport: Transport): Assignment {
  const [source] = table.meta.sources;
  const isDynamic = port >= dynamic.from;
  return {
    transport,
    ports: isDynamic ? { from: dynamic.from, to: dynamic.to } : only(port),
    service: null,
    description: isDynamic ? 'Dynamic or private port' : 'Unassigned',
    status: 'unassigned',
    assignee: null,
    registered: null,
    modified: null,
    references: isDynamic ? ['RFC6335'] : [],
    notes: isDynamic
      ? 'Dynamic ports are never assigned (RFC 6335 section 6).'
      : absenceNote(table.meta.whole, port, transport),
    unauthorizedUse: null,
    source: isDynamic ? dynamicSource : (source ?? { name: 'unknown', date: null }),
  };
}

const absenceNote = (whole: boolean, port: number, transport: Transport): string =>
  whole
    ? `The registry has no row for ${port}/${transport}.`
    : 'Not in the embedded list of names; the full record (`reeve registry update`) says it for certain.';
