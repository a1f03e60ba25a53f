import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, isReeveError } from '../../core/errors.ts';
import { registryPlaces } from '../places.ts';
import type { RecordSource } from '../record.ts';
import { checkRows, checkText } from '../source/iana-check.ts';
import { ianaName, ianaUrl, parseIanaCsv } from '../source/iana-csv.ts';
import type { TableCounts } from '../table/layout.ts';
import { openTable } from '../table/read.ts';
import { newestDate, writeTable } from '../table/write.ts';
import { withLock } from './lock.ts';
import { replaceFile } from './replace.ts';
import { fetchSource, interrupted, type Progress } from './source.ts';

export interface UpdateOptions {
  /** Path or address of the CSV file; IANA's own unless told. */
  readonly from?: string;
  /** Where the table is written; the reader's own place unless told. */
  readonly to?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly timeoutMs?: number;
}

export interface UpdateReport {
  readonly path: string;
  readonly from: string;
  readonly source: RecordSource;
  readonly dataUpTo: string | null;
  readonly counts: TableCounts;
  /** What it replaced; null where there was no readable record. */
  readonly previous: { readonly source: RecordSource | null; readonly records: number } | null;
  /** Plain sentences: rows left out, data older than before. */
  readonly notes: readonly string[];
}

/**
 * Fetches IANA's registry, checks it whole, and only then puts it in the place of the present full record.
 * Whatever goes wrong, the present record stays.
 * @throws ReeveError `REGISTRY_SOURCE_UNREACHABLE`, `REGISTRY_SOURCE_INVALID`, `REGISTRY_SOURCE_TOO_LARGE`,
 *   `NOT_PERMITTED` where the folder cannot be written
 */
export async function updateRegistry(options: UpdateOptions = {}): Promise<UpdateReport> {
  const path = options.to ?? registryPlaces().ownTable;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    return await withLock(`${path}.lock`, async () => await updateUnderLock(path, options));
  } catch (error) {
    throw isReeveError(error) ? error : notWritten(path, error);
  }
}

async function updateUnderLock(path: string, options: UpdateOptions): Promise<UpdateReport> {
  const previous = presentRecord(path);
  const { text, from, date } = await fetchSource(options.from ?? ianaUrl, options);
  checkText(text, from);
  const { records, otherTransports } = await parseIanaCsv(text, from);
  checkRows(records, from, previous?.records ?? null);
  if (options.signal?.aborted) throw interrupted(from);
  const dataUpTo = newestDate(records);
  const source = { name: ianaName, date: later(date, dataUpTo) };
  const fetchedAt = new Date().toISOString();
  replaceFile(path, writeTable({ sources: [source], url: whereFrom(from), fetchedAt, whole: true, records }));
  const counts = countsIn(path);
  return {
    path,
    from,
    source,
    dataUpTo,
    counts,
    previous,
    notes: notesOn(otherTransports, previous?.source, source),
  };
}

/** An address as it was given, a path from the root: the table outlives the folder the command ran in. */
const whereFrom = (from: string): string => (/^[a-z][a-z0-9+.-]+:\/\//i.test(from) ? from : resolve(from));

/** The server's date, unless the data themselves are newer than it says. */
const later = (server: string | null, data: string | null): string | null =>
  server !== null && (data === null || server >= data) ? server : data;

function notWritten(path: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const refused = ['EACCES', 'EPERM', 'EROFS'].includes(code);
  const found = error instanceof Error ? error.message : String(error);
  const todo = refused
    ? 'Set XDG_DATA_HOME to a folder that you may write, or run it as the owner of this one'
    : 'The present record stays as it is';
  return fail(
    refused ? 'NOT_PERMITTED' : 'COMMAND_FAILED',
    { asked: `to write the registry to ${path}`, found, todo },
    error,
  );
}

function presentRecord(path: string): UpdateReport['previous'] {
  const opened = openTable(path);
  if (!opened.ok) return null;
  const { meta } = opened.value;
  opened.value.close();
  return { source: meta.sources[0] ?? null, records: meta.counts.records };
}

/** Read back from the disk: what is reported is what is there. */
function countsIn(path: string): TableCounts {
  const opened = openTable(path);
  if (!opened.ok) {
    throw fail('REGISTRY_DAMAGED', { asked: 'the record just written', found: `${path} ${opened.error}` });
  }
  opened.value.close();
  return opened.value.meta.counts;
}

function notesOn(
  others: ReadonlyMap<string, number>,
  before: RecordSource | null | undefined,
  now: RecordSource,
): readonly string[] {
  const notes = [...others].map(([name, rows]) => `${rows} rows for the transport ${name} were left out.`);
  if (before?.date && now.date && now.date < before.date) {
    notes.push(`The data of ${now.date} replaced data of ${before.date}, which were newer.`);
  }
  return notes;
}
