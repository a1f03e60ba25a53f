/**
 * A record as text: a JSON array, nulls at the end left out.
 *
 *     [from, to, transports (bits, tcp = 1), status, source, service, description,
 *      assignee, registered, modified, references (one a line), notes, unauthorizedUse]
 *
 * `from` and `to` are null for a service name without a port.
 */
import { highestPort, isPort } from '../../core/port.ts';
import type { Span } from '../../core/range.ts';
import { type Transport, transports } from '../../core/transport.ts';
import type { AssignmentStatus } from '../record.ts';
import { statusOrder } from '../status.ts';

/** A row of a registry, ready for a table. */
export interface TableRecord {
  readonly ports: Span | null;
  /** On which transports; a row that names none speaks for all four. Empty only without a port. */
  readonly transports: readonly Transport[];
  readonly status: AssignmentStatus;
  /** Number in `TableMeta.sources`. */
  readonly source: number;
  readonly service: string | null;
  readonly description: string;
  readonly assignee: string | null;
  readonly registered: string | null;
  readonly modified: string | null;
  readonly references: readonly string[];
  readonly notes: string | null;
  readonly unauthorizedUse: string | null;
}

export const transportBits = (list: readonly Transport[]): number =>
  list.reduce((bits, transport) => bits | (1 << transports.indexOf(transport)), 0);

export const transportsOfBits = (bits: number): readonly Transport[] =>
  transports.filter((_, place) => (bits & (1 << place)) !== 0);

export function writeRecord(record: TableRecord): string {
  const fields: unknown[] = [
    record.ports?.from ?? null,
    record.ports?.to ?? null,
    transportBits(record.transports),
    statusOrder.indexOf(record.status),
    record.source,
    record.service,
    record.description,
    record.assignee,
    record.registered,
    record.modified,
    record.references.length === 0 ? null : record.references.join('\n'),
    record.notes,
    record.unauthorizedUse,
  ];
  while (fields.at(-1) === null) fields.pop();
  return JSON.stringify(fields);
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

/** @throws SyntaxError for what is no record; the checksum makes that a fault of the writer. */
export function readRecord(text: string): TableRecord {
  const fields: unknown = JSON.parse(text);
  if (!Array.isArray(fields)) throw new SyntaxError('a record is not an array');
  const list: readonly unknown[] = fields;
  const [from, to] = list;
  return {
    ports: isPort(from) ? { from, to: Math.min(numberOr(to, from), highestPort) } : null,
    transports: transportsOfBits(numberOr(list[2], 0)),
    status: statusOrder[numberOr(list[3], 3)] ?? 'unassigned',
    source: numberOr(list[4], 0),
    service: textOrNull(list[5]),
    description: textOrNull(list[6]) ?? '',
    assignee: textOrNull(list[7]),
    registered: textOrNull(list[8]),
    modified: textOrNull(list[9]),
    references: textOrNull(list[10])?.split('\n') ?? [],
    notes: textOrNull(list[11]),
    unauthorizedUse: textOrNull(list[12]),
  };
}
