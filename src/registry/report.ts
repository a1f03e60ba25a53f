import { existsSync } from 'node:fs';
import type { LayerName, Layers } from './layers.ts';
import type { RecordSource } from './record.ts';
import { parseServices } from './source/etc-services.ts';
import type { TableCounts } from './table/layout.ts';
import { openTable, type Table } from './table/read.ts';

/** One layer of the registry as `reeve registry status` shows it. */
export interface LayerStatus {
  readonly layer: LayerName;
  /** Whose it is: the reader's own full record or the system's; null for the other layers. */
  readonly whose: 'own' | 'system' | null;
  readonly present: boolean;
  /** Whether its answers are used. */
  readonly used: boolean;
  readonly path: string;
  readonly source: RecordSource | null;
  /** Where it was fetched from, and when (ISO 8601 UTC). */
  readonly url: string | null;
  readonly fetchedAt: string | null;
  /** Newest date of registration or change in it (ISO date). */
  readonly dataUpTo: string | null;
  /** Whole days since the date of its source; null where that is unknown. */
  readonly ageDays: number | null;
  readonly counts: TableCounts | null;
  /** Why it cannot be used, where it is there and cannot. */
  readonly problem: string | null;
}

export interface RegistryStatus {
  readonly layers: readonly LayerStatus[];
  /** Plain sentences on what follows: no full record, or one older than the embedded list. */
  readonly notes: readonly string[];
}

export function registryStatus(layers: Layers, now = new Date()): RegistryStatus {
  const { places } = layers;
  const own =
    places.ownTable === places.systemTable ? [] : [tableStatus(layers, 'full', 'own', places.ownTable, now)];
  const tables = [
    ...own,
    tableStatus(layers, 'full', 'system', places.systemTable, now),
    tableStatus(layers, 'embedded', null, layers.embeddedPath, now),
  ];
  return { layers: [...tables, hostStatus(layers, now)], notes: [...layers.notes, ...adviceOn(tables)] };
}

const nothing = {
  source: null,
  url: null,
  fetchedAt: null,
  dataUpTo: null,
  ageDays: null,
  counts: null,
} as const;

function tableStatus(
  layers: Layers,
  layer: 'full' | 'embedded',
  whose: LayerStatus['whose'],
  path: string,
  now: Date,
): LayerStatus {
  const base = { layer, whose, path, used: layers.best?.table.path === path, ...nothing };
  if (!existsSync(path))
    return { ...base, present: false, problem: layer === 'embedded' ? 'is missing' : null };
  const opened = openTable(path);
  if (!opened.ok) return { ...base, present: true, problem: opened.error };
  try {
    return { ...base, present: true, problem: null, ...factsOf(opened.value, now) };
  } finally {
    opened.value.close();
  }
}

function factsOf({ meta }: Table, now: Date) {
  const source = meta.sources[0] ?? null;
  const { url, fetchedAt, dataUpTo, counts } = meta;
  return { source, url, fetchedAt, dataUpTo, counts, ageDays: daysSince(source?.date ?? null, now) };
}

function daysSince(date: string | null, now: Date): number | null {
  const then = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now.getTime() - then) / 86_400_000));
}

function hostStatus({ host, places }: Layers, now: Date): LayerStatus {
  const base = {
    layer: 'host',
    whose: null,
    path: places.services,
    url: null,
    fetchedAt: null,
    dataUpTo: null,
  } as const;
  if (host === null) {
    return { ...base, present: false, used: false, source: null, ageDays: null, counts: null, problem: null };
  }
  const { entries, skipped } = parseServices(host.text);
  const names = new Set(entries.map(({ name }) => name)).size;
  const keys = new Set(entries.map(({ port, transport }) => `${port}/${transport}`)).size;
  return {
    ...base,
    present: true,
    used: true,
    source: { name: host.path, date: host.date },
    ageDays: daysSince(host.date, now),
    counts: { records: entries.length, assignedKeys: keys, names, withoutPort: 0 },
    problem: skipped === 0 ? null : `${skipped} lines are no service of tcp, udp, sctp or dccp`,
  };
}

function adviceOn(tables: readonly LayerStatus[]): readonly string[] {
  const full = tables.find(({ layer, used }) => layer === 'full' && used);
  const embedded = tables.find(({ layer }) => layer === 'embedded');
  if (full === undefined) {
    return [
      'Names and descriptions come from the embedded list; `reeve registry update` fetches the full record with assignees, dates, references and notes.',
    ];
  }
  const [fullDate, embeddedDate] = [full.source?.date ?? '', embedded?.source?.date ?? ''];
  if (embeddedDate === '' || fullDate >= embeddedDate) return [];
  return [
    `The full record is of ${fullDate}, older than the embedded list (${embeddedDate}); \`reeve registry update\` fetches a newer one.`,
  ];
}
