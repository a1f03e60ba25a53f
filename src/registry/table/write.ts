import { createHash } from 'node:crypto';
import { transports } from '../../core/transport.ts';
import type { RecordSource } from '../record.ts';
import { statusOrder } from '../status.ts';
import { writeSearchIndex } from '../search/index-write.ts';
import { checksum } from './checksum.ts';
import { countRanges, countRecords, namedRangesOf, type Segments, segmentsByTransport } from './compile.ts';
import {
  formatVersion,
  headerLength,
  indexEntryLength,
  magic,
  type SectionName,
  sections,
  blockSegments,
  segmentLength,
  type TableMeta,
} from './layout.ts';
import { type TableRecord, writeRecord } from './record-text.ts';

/** What a table is made of. */
export interface TableSource {
  readonly sources: readonly [RecordSource, ...RecordSource[]];
  readonly url: string | null;
  readonly fetchedAt: string | null;
  readonly whole: boolean;
  /** In the registry's order: of several services of a port the first is the primary one. */
  readonly records: readonly TableRecord[];
}

/** The bytes of a table file (layout in `layout.ts`). */
export function writeTable(source: TableSource): Buffer {
  const segments = segmentsByTransport(source.records);
  const meta: TableMeta = {
    sources: source.sources,
    url: source.url,
    dataUpTo: newestDate(source.records),
    fetchedAt: source.fetchedAt,
    counts: countRecords(source.records, segments),
    ranges: countRanges(segments),
    namedRanges: namedRangesOf(source.records),
    whole: source.whole,
  };
  const lists: number[] = [];
  const segmentBytes = writeSegments(segments, lists);
  const texts = source.records.map((record) => Buffer.from(writeRecord(record)));
  return assemble(source.records.length, {
    meta: Buffer.from(JSON.stringify(meta)),
    directory: writeDirectory(segments, segmentBytes),
    segments: segmentBytes,
    lists: writeNumbers(lists),
    index: writeIndex(texts),
    records: Buffer.concat(texts),
    search: writeSearchIndex(source.records),
  });
}

const isoDate = /^\d{4}-\d{2}(?:-\d{2})?$/;

/** A date in the future is a slip of the pen, not the age of the data. */
export function newestDate(records: readonly TableRecord[], today = new Date().toISOString()): string | null {
  const dates = records.flatMap(({ registered, modified }) => [registered ?? '', modified ?? '']);
  return dates.filter((date) => isoDate.test(date) && date <= today).reduce<string | null>(later, null);
}

const later = (a: string | null, b: string): string => (a === null || b > a ? b : a);

function writeSegments(segments: Segments, lists: number[]): Buffer {
  const all = transports.flatMap((transport) => segments[transport]);
  const out = Buffer.alloc(all.length * segmentLength);
  for (const [number, { from, to, records, status }] of all.entries()) {
    const at = number * segmentLength;
    out.writeUInt16LE(from, at);
    out.writeUInt16LE(to, at + 2);
    out.writeUInt16LE(records.length, at + 4);
    out.writeUInt8(statusOrder.indexOf(status), at + 6);
    out.writeUInt32LE(records.length === 1 ? (records[0] ?? 0) : lists.length, at + 8);
    if (records.length !== 1) lists.push(...records);
  }
  return out;
}

function writeDirectory(segments: Segments, bytes: Buffer): Buffer {
  const segmentBounds = [0];
  const blockBounds = [0];
  const blocks: number[] = [];
  for (const transport of transports) {
    const list = segments[transport];
    const start = segmentBounds.at(-1) ?? 0;
    for (let first = 0; first < list.length; first += blockSegments) {
      const end = Math.min(first + blockSegments, list.length);
      const block = bytes.subarray((start + first) * segmentLength, (start + end) * segmentLength);
      blocks.push(list[end - 1]?.to ?? 0, checksum(block));
    }
    segmentBounds.push(start + list.length);
    blockBounds.push(blocks.length / 2);
  }
  return writeNumbers([...segmentBounds, ...blockBounds, ...blocks]);
}

function writeNumbers(numbers: readonly number[]): Buffer {
  const out = Buffer.alloc(numbers.length * 4);
  for (const [place, value] of numbers.entries()) out.writeUInt32LE(value, place * 4);
  return out;
}

function writeIndex(texts: readonly Buffer[]): Buffer {
  const out = Buffer.alloc(texts.length * indexEntryLength);
  let offset = 0;
  for (const [number, text] of texts.entries()) {
    const at = number * indexEntryLength;
    out.writeUInt32LE(offset, at);
    out.writeUInt32LE(text.length, at + 4);
    out.writeUInt32LE(checksum(text), at + 8);
    offset += text.length;
  }
  return out;
}

function assemble(records: number, parts: Readonly<Record<SectionName, Buffer>>): Buffer {
  const header = Buffer.alloc(headerLength);
  const body: Buffer[] = [];
  let offset = headerLength;
  for (const [place, name] of sections.entries()) {
    const at = 56 + place * 12;
    header.writeUInt32LE(offset, at);
    header.writeUInt32LE(parts[name].length, at + 4);
    header.writeUInt32LE(checksum(parts[name]), at + 8);
    body.push(parts[name]);
    offset += parts[name].length;
  }
  header.write(magic, 0, 'latin1');
  header.writeUInt32LE(formatVersion, 8);
  header.writeUInt32LE(offset, 16);
  header.writeUInt32LE(records, 20);
  createHash('sha256').update(Buffer.concat(body)).digest().copy(header, 24);
  header.writeUInt32LE(checksum(header.subarray(16)), 12);
  return Buffer.concat([header, ...body]);
}
