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
  const entries: HostService[] = [];
  let skipped = 0;
  for (const line of text.split('\n')) {
    const [words = '', ...comment] = line.split('#');
    const [name, key, ...aliases] = words.trim().split(/\s+/);
    if (!name) continue;
    const [port, transport] = key?.split('/') ?? [];
    const number = /^\d{1,5}$/.test(port ?? '') ? Number(port) : Number.NaN;
    if (!isPort(number) || !isTransport(transport)) skipped++;
    else entries.push({ port: number, transport, name, aliases, comment: comment.join('#').trim() });
  }
  return { entries, skipped };
}

const mostBytes = 4 * 1024 * 1024;

export interface HostServicesFile extends HostServices {
  readonly path: string;
  /** Day of the last change (ISO date). */
  readonly date: string;
}

/** null where there is no such file, or none that can be read. */
export function readServices(path: string): HostServicesFile | null {
  try {
    const { mtime, size } = statSync(path);
    if (size > mostBytes) return null;
    return { ...parseServices(readFileSync(path, 'utf8')), path, date: mtime.toISOString().slice(0, 10) };
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
  return file.entries
    .filter((entry) => entry.port === port && (transport === null || entry.transport === transport))
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
