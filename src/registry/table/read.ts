import { closeSync, openSync } from 'node:fs';
import { fail } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type Header, readBytes, readHeader, readPart } from './header.ts';
import { indexEntryLength, type Section, type TableMeta } from './layout.ts';
import { readRecord, type TableRecord } from './record-text.ts';
import { SegmentIndex } from './segments.ts';

const mostRemembered = 512;

/** An open table. The file stays open, so that one replaced meanwhile is still read as it was. */
export class Table {
  readonly path: string;
  readonly meta: TableMeta;
  readonly segments: SegmentIndex;
  readonly #file: number;
  readonly #header: Header;
  /** Those read last: a page asks for the same few several times. */
  readonly #records = new Map<number, TableRecord>();

  constructor(path: string, file: number, header: Header, parts: OpenedParts) {
    this.path = path;
    this.meta = parts.meta;
    this.#file = file;
    this.#header = header;
    this.segments = new SegmentIndex({
      ...parts,
      lists: () => this.#part(header.sections.lists, 'the lists'),
      damage: (part) => this.#damage(part),
    });
  }

  get recordCount(): number {
    return this.#header.recordCount;
  }

  /** @throws ReeveError `REGISTRY_DAMAGED` where the record does not fit its checksum */
  record(number: number): TableRecord {
    const known = this.#records.get(number);
    if (known !== undefined) return known;
    const record = this.#readRecord(number);
    if (this.#records.size >= mostRemembered) this.#records.clear();
    this.#records.set(number, record);
    return record;
  }

  #readRecord(number: number): TableRecord {
    const { index, records } = this.#header.sections;
    const place = readBytes(this.#file, index.offset + number * indexEntryLength, indexEntryLength);
    if (place === null || number >= this.recordCount) throw this.#damage(`record ${number}`);
    const [offset, length, sum] = [place.readUInt32LE(0), place.readUInt32LE(4), place.readUInt32LE(8)];
    if (offset + length > records.length) throw this.#damage(`record ${number}`);
    const text = this.#part({ offset: records.offset + offset, length, sum }, `record ${number}`);
    return readRecord(text.toString('utf8'));
  }

  /** The search index. @throws ReeveError `REGISTRY_DAMAGED` where it does not fit its checksum */
  search(): Buffer {
    return this.#part(this.#header.sections.search, 'the search index');
  }

  close(): void {
    closeSync(this.#file);
  }

  #part(section: Section, name: string): Buffer {
    const bytes = readPart(this.#file, section);
    if (bytes === null) throw this.#damage(name);
    return bytes;
  }

  #damage(part: string): Error {
    return fail('REGISTRY_DAMAGED', {
      asked: `${part} of the registry`,
      found: `${this.path} does not fit its checksum there`,
      todo: 'Run `reeve registry update` to fetch the record again',
    });
  }
}

interface OpenedParts {
  readonly meta: TableMeta;
  readonly directory: Buffer;
  readonly segments: Buffer;
}

/** Opens a table file; a damaged or foreign one is a value with the reason, not an exception. */
export function openTable(path: string): Result<Table> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return err(reasonOf(error));
  }
  const opened = readOpened(path, file);
  if (!opened.ok) closeSync(file);
  return opened;
}

function readOpened(path: string, file: number): Result<Table> {
  try {
    const header = readHeader(file);
    if (!header.ok) return header;
    const { sections } = header.value;
    const meta = readPart(file, sections.meta);
    const directory = readPart(file, sections.directory);
    const segments = readBytes(file, sections.segments.offset, sections.segments.length);
    if (!meta || !directory || !segments) return err('its index does not fit its checksum');
    const parsed: TableMeta = JSON.parse(meta.toString('utf8'));
    return ok(new Table(path, file, header.value, { meta: parsed, directory, segments }));
  } catch (error) {
    return err(reasonOf(error));
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? `cannot be read (${String(error.code)})`
    : `cannot be read (${String(error)})`;
