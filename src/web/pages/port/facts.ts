import type { PortQuery } from '../../../core/port.ts';
import { type Span, inSpan } from '../../../core/range.ts';
import { type Transport, transports } from '../../../core/transport.ts';
import type { Dossier } from '../../../registry/claim.ts';
import type { Neighbours, RangeInfo, Registry } from '../../../registry/index.ts';
import type { Assignment, AssignmentStatus, RecordSource } from '../../../registry/record.ts';

/** What a port is, in one word, from which the page's words follow. */
type PortKind = 'zero' | 'assigned' | 'reserved' | 'de-assigned' | 'dynamic' | 'unassigned';

/** Rows of the registry that say the same of several transports. */
export interface Entry {
  readonly transports: readonly Transport[];
  readonly row: Assignment;
}

/** All that the registry knows of a port, asked for once a page. */
export interface PortFacts {
  readonly query: PortQuery;
  /** As people write it: `22`, `22/tcp`. */
  readonly place: string;
  readonly kind: PortKind;
  /** TCP and UDP, and others where something is registered; only the asked one where one is. */
  readonly statuses: readonly { readonly transport: Transport; readonly status: AssignmentStatus }[];
  /** Where one transport was asked for: TCP, UDP and what is registered besides, without it. */
  readonly elsewhere: readonly {
    readonly transport: Transport;
    readonly status: AssignmentStatus;
    readonly service: string | null;
  }[];
  /** Rows that are about something, the primary service first. */
  readonly entries: readonly Entry[];
  /** Where its absence is known from. */
  readonly absence: Assignment | null;
  /** What only this host calls it. */
  readonly hostNames: readonly string[];
  /** Names of the services by the registry, the primary first. */
  readonly services: readonly string[];
  readonly primary: Assignment | null;
  /** Transports on which the primary service is assigned. */
  readonly primaryTransports: readonly Transport[];
  /** The span of the primary registration where it is more than this port. */
  readonly span: Span | null;
  readonly range: RangeInfo;
  readonly neighbours: Neighbours;
  readonly dossier: Dossier | null;
  readonly browserBlocked: boolean;
  /** Whether absence from the registry's list is certain. */
  readonly whole: boolean;
  /** Nobody has a reason to come here. */
  readonly quiet: boolean;
}

/** The default of Linux, from which it takes ports of outgoing connections. */
const linuxEphemeral: Span = { from: 32_768, to: 60_999 };

export const inLinuxRange = (port: number): boolean => inSpan(port, linuxEphemeral);

interface Memory {
  /** The open record's own, another as soon as another record answers. */
  readonly source: RecordSource;
  /** By port and transport. */
  readonly facts: Map<number, PortFacts>;
}

const memories = new WeakMap<Registry, Memory>();
const mostRemembered = 2048;

/** What the registry knows of a port; a record never changes while it is open, so that it is read once. */
export function portFacts(registry: Registry, query: PortQuery): PortFacts {
  const range = registry.rangeInfo(query.port);
  const { source } = range;
  if (source === null) return readFacts(registry, query, range);
  let memory = memories.get(registry);
  if (memory === undefined || memory.source !== source || memory.facts.size >= mostRemembered) {
    memory = { source, facts: new Map() };
    memories.set(registry, memory);
  }
  const name = query.port * 8 + (query.transport === null ? 0 : 1 + transports.indexOf(query.transport));
  const known = memory.facts.get(name);
  if (known !== undefined) return known;
  const facts = readFacts(registry, query, range);
  memory.facts.set(name, facts);
  return facts;
}

function readFacts(registry: Registry, query: PortQuery, range: RangeInfo): PortFacts {
  const { port, transport } = query;
  const found = registry.lookup(port, transport);
  const own = found.filter(({ source }) => source.name !== registry.places.services);
  const entries = entriesOf(own.filter(({ status }) => status !== 'unassigned'));
  const statuses = statusesOf(own, transport);
  const kind = kindOf(port, statuses);
  const primary = entries.find(({ row }) => row.status === 'assigned')?.row ?? null;
  const dossier = registry.dossierFor(port);
  return {
    query,
    place: transport === null ? String(port) : `${port}/${transport}`,
    kind,
    statuses,
    elsewhere: transport === null ? [] : elsewhere(registry, query),
    entries,
    absence: own.find(({ status }) => status === 'unassigned') ?? null,
    hostNames: [
      ...new Set(found.filter((row) => !own.includes(row)).flatMap(({ service }) => service ?? [])),
    ],
    services: [
      ...new Set(entries.flatMap(({ row }) => (row.status === 'assigned' ? (row.service ?? []) : []))),
    ],
    primary,
    primaryTransports: transportsOf(entries, primary),
    span: primary !== null && primary.ports.from !== primary.ports.to ? primary.ports : null,
    range,
    neighbours: registry.neighbours(port),
    dossier,
    browserBlocked: registry.browserBlocked(port),
    whole: registry.isWhole(),
    quiet: dossier?.dormant ?? (kind === 'unassigned' || kind === 'reserved' || kind === 'de-assigned'),
  };
}

function statusesOf(rows: readonly Assignment[], asked: Transport | null): PortFacts['statuses'] {
  const shown = transports.filter((one) =>
    asked === null
      ? one === 'tcp' || one === 'udp' || rows.some((row) => row.transport === one)
      : one === asked,
  );
  return shown.map((transport) => ({
    transport,
    status: rows.find((row) => row.transport === transport)?.status ?? 'unassigned',
  }));
}

function elsewhere(registry: Registry, { port, transport }: PortQuery): PortFacts['elsewhere'] {
  const rows = registry
    .lookup(port, null)
    .filter((row) => row.transport !== transport && row.source.name !== registry.places.services);
  return statusesOf(rows, null)
    .filter((one) => one.transport !== transport)
    .map((one) => ({
      ...one,
      service: rows.find((row) => row.transport === one.transport)?.service ?? null,
    }));
}

const order = ['assigned', 'reserved', 'de-assigned'] as const;

function kindOf(port: number, statuses: PortFacts['statuses']): PortKind {
  if (port === 0) return 'zero';
  const strongest = order.find((status) => statuses.some((one) => one.status === status));
  if (strongest !== undefined) return strongest;
  return port >= 49_152 ? 'dynamic' : 'unassigned';
}

function entriesOf(rows: readonly Assignment[]): readonly Entry[] {
  const merged = new Map<string, { transports: Transport[]; row: Assignment }>();
  for (const row of rows) {
    const { service, description, status, assignee, registered, modified, notes, unauthorizedUse } = row;
    const key = [service, status, description, assignee, registered, modified, notes, unauthorizedUse]
      .concat(row.references)
      .join('\n');
    const same = merged.get(key);
    if (same === undefined) merged.set(key, { transports: [row.transport], row });
    else same.transports.push(row.transport);
  }
  return [...merged.values()];
}

const transportsOf = (entries: readonly Entry[], primary: Assignment | null): readonly Transport[] =>
  transports.filter((transport) =>
    entries.some(
      ({ row, transports: on }) =>
        row.status === 'assigned' && row.service === primary?.service && on.includes(transport),
    ),
  );
