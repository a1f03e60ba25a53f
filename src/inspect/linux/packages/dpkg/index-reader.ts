import { readSync } from 'node:fs';
import { checkOf, layout } from './index-file.ts';

/** A package that may hold a path, as the index has it. */
interface Candidate {
  /** `NAME` or `NAME:ARCHITECTURE`. */
  readonly listName: string;
  readonly version: string | null;
}

/** Reads `length` bytes at `offset`; null where the file is shorter. */
export type ReadAt = (offset: number, length: number) => Buffer | null;

/** An open index. A look-up gives null where the file is damaged at the place it needed. */
export interface PathIndex {
  candidates(hash: number): readonly Candidate[] | null;
}

export const readFrom =
  (fd: number): ReadAt =>
  (offset, length) => {
    const bytes = Buffer.allocUnsafe(length);
    return readSync(fd, bytes, 0, length, offset) === length ? bytes : null;
  };

export const readInMemory =
  (file: Buffer): ReadAt =>
  (offset, length) =>
    offset + length <= file.length ? file.subarray(offset, offset + length) : null;

/** Opens an index; null where it is none, is damaged, or was made from something else than the key says. */
export function openIndex(read: ReadAt, size: number, key: string): PathIndex | null {
  const header = read(0, layout.header);
  if (header === null || header.readUInt32LE(layout.checkAt) !== checkOf(header, 0, layout.checkAt))
    return null;
  const [magic, format, length, buckets = 0, packages = 0, entries = 0, keyLength = 0] = Array.from(
    { length: 7 },
    (_, at) => header.readUInt32LE(at * 4),
  );
  if (magic !== layout.magic || format !== layout.format || length !== size) return null;
  if (buckets < 2 || (buckets & (buckets - 1)) !== 0 || keyLength > layout.longestKey) return null;
  if (header.toString('utf8', layout.keyAt, layout.keyAt + keyLength) !== key) return null;
  const entriesAt = layout.header + (buckets + 1) * layout.bucket;
  const packagesAt = entriesAt + entries * layout.entry;
  if (packagesAt + packages * layout.package > size) return null;
  const place = { read, size, entries, packages, entriesAt, packagesAt, bits: Math.log2(buckets) };
  return { candidates: (hash) => candidatesOf(hash, place) };
}

interface Place {
  readonly read: ReadAt;
  readonly size: number;
  readonly bits: number;
  readonly entries: number;
  readonly packages: number;
  readonly entriesAt: number;
  readonly packagesAt: number;
}

function candidatesOf(hash: number, place: Place): readonly Candidate[] | null {
  const bucket = place.read(layout.header + (hash >>> (32 - place.bits)) * layout.bucket, 2 * layout.bucket);
  if (bucket === null) return null;
  const [first, check, last] = [bucket.readUInt32LE(0), bucket.readUInt32LE(4), bucket.readUInt32LE(8)];
  if (first > last || last > place.entries) return null;
  const entries = place.read(place.entriesAt + first * layout.entry, (last - first) * layout.entry);
  if (entries === null || checkOf(entries, 0, entries.length) !== check) return null;
  const found: Candidate[] = [];
  for (let at = 0; at < entries.length; at += layout.entry) {
    if (entries.readUInt32LE(at) !== hash) continue;
    const candidate = packageOf(entries.readUInt32LE(at + 4), place);
    if (candidate === null) return null;
    found.push(candidate);
  }
  return found;
}

function packageOf(number: number, { read, size, packages, packagesAt }: Place): Candidate | null {
  const slot = number < packages ? read(packagesAt + number * layout.package, layout.package) : null;
  if (slot === null) return null;
  const [at, lengths, check] = [slot.readUInt32LE(0), slot.readUInt32LE(4), slot.readUInt32LE(8)];
  const [name, version] = [lengths >>> 16, lengths & 0xffff];
  const text = at + name + version <= size ? read(at, name + version) : null;
  if (text === null || checkOf(text, 0, text.length) !== check) return null;
  const versionText = text.toString('utf8', name);
  return { listName: text.toString('utf8', 0, name), version: versionText === '' ? null : versionText };
}
