import { readFileSync, statSync } from 'node:fs';
import { isPort } from '../../core/port.ts';
import { isTransport, type Transport, transports } from '../../core/transport.ts';
import type { Assignment } from '../record.ts';

/**
 * One line of services(5): `name port/protocol alias ... # comment`.
 */
export interface HostService {
  readonly port: number;
  readonly transport: Transport;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly comment: string;
}

export interface HostServices {
  readonly entries: readonly HostService[];
  /** Lines that are neither empty, comment nor service of a transport with ports. */
  readonly skipped: number;
}

/** Reads the text of services(5); a malformed line is counted and left out. */
export function parseServices(text: string): HostServices {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line));
  const entries = lines.flatMap((line) => parseService(line) ?? []);
  return { entries, skipped: lines.length - entries.length };
}

function parseService(line: string): HostService | null {
  const [words = '', ...comment] = line.split('#');
  const [name, key, ...aliases] = words.trim().split(/\s+/);
  const [port, transport] = key?.split('/') ?? [];
  const number = /^\d{1,5}$/.test(port ?? '') ? Number(port) : Number.NaN;
  if (!name || !isPort(number) || !isTransport(transport)) return null;
  return { port: number, transport, name, aliases, comment: comment.join('#').trim() };
}

/** The entries of one port; only lines that have its number are parsed, for there may be thousands. */
export function servicesAt(text: string, port: number): readonly HostService[] {
  const key = `${port}/`;
  const found: HostService[] = [];
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    if (!/\s/.test(text[at - 1] ?? '')) continue;
    const end = text.indexOf('\n', at);
    const line = text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end);
    const entry = parseService(line);
    if (entry?.port === port) found.push(entry);
  }
  return found;
}

const mostBytes = 4 * 1024 * 1024;

export interface HostServicesFile {
  readonly path: string;
  /** Day of the last change (ISO date). */
  readonly date: string;
  readonly text: string;
}

/** null where there is no such file, or none that can be read. */
export function readServices(path: string): HostServicesFile | null {
  try {
    const { mtime, size } = statSync(path);
    if (size > mostBytes) return null;
    return { path, date: mtime.toISOString().slice(0, 10), text: readFileSync(path, 'utf8') };
  } catch {
    return null;
  }
}

/** What the host itself calls a port, as far as the registry does not use the name for it. */
export function hostAssignments(
  file: HostServicesFile,
  port: number,
  transport: Transport | null,
  known: readonly Assignment[],
): readonly Assignment[] {
  const namesOn = (on: Transport): ReadonlySet<string | undefined> =>
    new Set(known.flatMap((one) => (one.transport === on ? [one.service?.toLowerCase()] : [])));
  return servicesAt(file.text, port)
    .filter((entry) => transport === null || entry.transport === transport)
    .filter((entry) => !namesOn(entry.transport).has(entry.name.toLowerCase()))
    .sort((a, b) => transports.indexOf(a.transport) - transports.indexOf(b.transport))
    .map((entry) => hostAssignment(entry, file));
}

const hostAssignment = (entry: HostService, { path, date }: HostServicesFile): Assignment => ({
  transport: entry.transport,
  ports: { from: entry.port, to: entry.port },
  service: entry.name,
  description: entry.comment,
  status: 'assigned',
  assignee: null,
  registered: null,
  modified: null,
  references: [],
  notes: entry.aliases.length === 0 ? null : `Also called ${entry.aliases.join(', ')} here.`,
  unauthorizedUse: null,
  source: { name: path, date },
});
