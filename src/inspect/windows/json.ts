import { isPort } from '../../core/port.ts';
import { type Place, placeOf } from '../asked/place.ts';

/** A listening TCP or a bound UDP socket as Windows names it. */
export interface WindowsSocket {
  readonly kind: 'tcp' | 'udp';
  readonly local: Place;
  readonly pid: number;
  /** ISO 8601 UTC; null where it was not said. */
  readonly madeAt: string | null;
}

export interface WindowsProcess {
  readonly pid: number;
  readonly ppid: number | null;
  readonly name: string;
  readonly path: string | null;
  readonly commandLine: string | null;
  /** ISO 8601 UTC. */
  readonly startedAt: string | null;
  readonly user: string | null;
}

export interface WindowsService {
  readonly name: string;
  readonly displayName: string | null;
  readonly pid: number;
  readonly account: string | null;
}

/** What Windows said, by whichever of its programs. */
export interface WindowsFacts {
  readonly sockets: readonly WindowsSocket[];
  readonly processes: readonly WindowsProcess[];
  readonly services: readonly WindowsService[];
  readonly elevated: boolean | null;
  /** Sockets that could not be read. */
  readonly skipped: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads what `powershellScript` prints; null where that is no such document, or the commands were not there. */
export function parseFacts(text: string): WindowsFacts | null {
  const document = parseObject(text.replace(/^\uFEFF/, '').trim());
  if (document === null || document['commands'] !== true) return null;
  const tcp = listOf(document['tcp']);
  const udp = listOf(document['udp']);
  const sockets = [...tcp.map((one) => socketOf('tcp', one)), ...udp.map((one) => socketOf('udp', one))];
  const read = sockets.filter((socket) => socket !== null);
  return {
    sockets: read,
    processes: listOf(document['processes']).flatMap((one) => processOf(one) ?? []),
    services: listOf(document['services']).flatMap((one) => serviceOf(one) ?? []),
    elevated: typeof document['elevated'] === 'boolean' ? document['elevated'] : null,
    skipped: sockets.length - read.length,
  };
}

function parseObject(text: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** ConvertTo-Json writes a list of one as the thing itself, an empty one as null or {}, and some as {value, Count}. */
function listOf(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.map((one) => fieldsOf(one) ?? {});
  const fields = fieldsOf(value);
  if (fields === null || Object.keys(fields).length === 0) return [];
  return Array.isArray(fields['value']) && 'Count' in fields ? listOf(fields['value']) : [fields];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const pidOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32 ? value : null;

function socketOf(kind: 'tcp' | 'udp', fields: Fields): WindowsSocket | null {
  const pid = pidOf(fields['OwningProcess']);
  const port = fields['LocalPort'];
  const local = isPort(port) ? placeOf(textOf(fields['LocalAddress']) ?? '', String(port)) : null;
  return pid === null || local === null
    ? null
    : { kind, local, pid, madeAt: parseDate(fields['CreationTime']) };
}

function processOf(fields: Fields): WindowsProcess | null {
  const pid = pidOf(fields['ProcessId']);
  if (pid === null) return null;
  return {
    pid,
    ppid: pidOf(fields['ParentProcessId']),
    name: textOf(fields['Name']) ?? '',
    path: textOf(fields['ExecutablePath']),
    commandLine: textOf(fields['CommandLine']),
    startedAt: parseDate(fields['CreationDate']),
    user: textOf(fields['User']),
  };
}

function serviceOf(fields: Fields): WindowsService | null {
  const pid = pidOf(fields['ProcessId']);
  const name = textOf(fields['Name']);
  if (pid === null || pid === 0 || name === null) return null;
  return { name, displayName: textOf(fields['DisplayName']), pid, account: textOf(fields['StartName']) };
}

/**
 * A date of ConvertTo-Json: `/Date(1700000000000)/` (Windows PowerShell), ISO 8601 (PowerShell 7), either of them as
 * `value` or `DateTime` of an object. ISO 8601 UTC, or null.
 */
export function parseDate(value: unknown): string | null {
  const fields = fieldsOf(value);
  if (fields !== null) return parseDate(fields['value'] ?? null);
  const text = textOf(value);
  if (text === null) return null;
  const ticks = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
  if (ticks === undefined && !iso) return null;
  const time = new Date(ticks === undefined ? text : Number(ticks));
  return Number.isNaN(time.getTime()) ? null : isoOrNull(time);
}

/** Years that ISO 8601 cannot write in four digits are no dates of a process. */
const isoOrNull = (time: Date): string | null => {
  const text = time.toISOString();
  return text.length === 24 ? text : null;
};
