/**
 * The registry of IANA as it is published: a CSV file (RFC 4180) of twelve columns, rows in port order, then
 * the service names without a port. https://www.iana.org/assignments/service-names-port-numbers
 *
 * A row may be about one port, a span ("6000-6063") or none; a row that names no transport is about the port
 * as such, so it is read as all four. Fields may run over several lines.
 */
import { fail } from '../../core/errors.ts';
import { isPort } from '../../core/port.ts';
import type { Span } from '../../core/range.ts';
import { isTransport, type Transport, transports } from '../../core/transport.ts';
import { statusOf } from '../status.ts';
import type { TableRecord } from '../table/record-text.ts';

export const ianaName = 'IANA registry';
export const ianaUrl =
  'https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.csv';

const columns = [
  'Service Name',
  'Port Number',
  'Transport Protocol',
  'Description',
  'Assignee',
  'Contact',
  'Registration Date',
  'Modification Date',
  'Reference',
  'Service Code',
  'Unauthorized Use Reported',
  'Assignment Notes',
] as const;

export interface IanaRows {
  readonly records: readonly TableRecord[];
  /** Rows for a transport that has no ports here (a future one), by its name; left out. */
  readonly otherTransports: ReadonlyMap<string, number>;
}

/**
 * Reads the whole file or refuses it: no row is guessed at.
 * @throws ReeveError `REGISTRY_SOURCE_INVALID` naming the line
 */
export async function parseIanaCsv(text: string, from: string): Promise<IanaRows> {
  const rows = await parseRows(text, from);
  const [header, ...body] = rows;
  if (header === undefined || columns.some((name, place) => header.fields[place] !== name)) {
    throw invalid(from, 'its first line is not the header of the IANA registry');
  }
  const records: TableRecord[] = [];
  const otherTransports = new Map<string, number>();
  for (const { fields, line } of body) {
    const other = foreignTransport(fields[2] ?? '');
    if (other !== null) otherTransports.set(other, (otherTransports.get(other) ?? 0) + 1);
    else records.push(recordOf(fields, line, from));
  }
  return { records, otherTransports };
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

async function parseRows(text: string, from: string): Promise<readonly Row[]> {
  const { parse } = await import('csv-parse/sync');
  try {
    const parsed: unknown = parse(text, { info: true, bom: true });
    return Array.isArray(parsed) ? parsed.map(asRow) : [];
  } catch (error) {
    throw invalid(from, error instanceof Error ? error.message.replace(/\.$/, '') : String(error), error);
  }
}

function asRow(value: unknown): Row {
  const { record, info }: { record?: unknown; info?: unknown } = Object(value);
  const { lines }: { lines?: unknown } = Object(info);
  const fields = Array.isArray(record) ? record.map(String) : [];
  return { fields, line: typeof lines === 'number' ? lines : 0 };
}

const foreignTransport = (transport: string): string | null =>
  transport !== '' && !isTransport(transport) && /^[a-z][a-z0-9-]{1,15}$/.test(transport) ? transport : null;

function recordOf(fields: readonly string[], line: number, from: string): TableRecord {
  const [
    service,
    port,
    transport,
    description,
    assignee,
    ,
    registered,
    modified,
    reference,
    ,
    unauthorized,
    notes,
  ] = fields.map(tidy);
  const ports = parsePorts(port ?? '');
  if (ports === undefined)
    throw invalid(from, `line ${line} has the port ${JSON.stringify(port?.slice(0, 40))}`);
  const on = parseTransports(transport ?? '', ports);
  if (on === undefined)
    throw invalid(from, `line ${line} has the transport ${JSON.stringify(transport?.slice(0, 40))}`);
  if (ports === null && !service) throw invalid(from, `line ${line} has neither a name nor a port`);
  const words = splitWellFormed(description ?? '', notes ?? '');
  return {
    ports,
    transports: on,
    source: 0,
    status: statusOf({ service: service || null, ...words }),
    service: service || null,
    ...words,
    assignee: people(assignee ?? ''),
    registered: registered || null,
    modified: modified || null,
    references: bracketed(reference ?? ''),
    unauthorizedUse: unauthorized || null,
  };
}

/** Fields are one line here; the registry breaks and indents long ones. */
const tidy = (field: string): string => field.replace(/\s+/g, ' ').trim();

function parsePorts(text: string): Span | null | undefined {
  if (text === '') return null;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return isPort(from) && isPort(to) && from <= to ? { from, to } : undefined;
}

function parseTransports(text: string, ports: Span | null): readonly Transport[] | undefined {
  if (text === '') return ports === null ? [] : transports;
  return isTransport(text) ? [text] : undefined;
}

const wellFormed = /\s*(IANA assigned this well-formed service name as a replacement for "[^"]*"\.?)\s*/;

/** The registry puts a remark on the name's form into the description; it is a note. */
function splitWellFormed(description: string, notes: string): { description: string; notes: string | null } {
  const remark = wellFormed.exec(description)?.[1];
  if (remark === undefined) return { description, notes: notes || null };
  return {
    description: description.replace(wellFormed, '').trim(),
    notes: [remark, notes].filter(Boolean).join(' '),
  };
}

const bracketed = (text: string): readonly string[] =>
  text === '' ? [] : (text.match(/\[[^\]]*\]/g)?.map((part) => part.slice(1, -1).trim()) ?? [text]);

/** `[Itai_Greenberg]` to `Itai Greenberg`; the registry keys people by such names. */
const people = (text: string): string | null =>
  text === ''
    ? null
    : bracketed(text)
        .map((name) => name.replaceAll('_', ' '))
        .join(', ');

const invalid = (from: string, found: string, cause?: unknown): Error =>
  fail(
    'REGISTRY_SOURCE_INVALID',
    { asked: `the registry from ${from}`, found, todo: 'The present record stays as it is' },
    cause,
  );
