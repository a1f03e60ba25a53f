import { canonical, type MergedFolders } from './canonical.ts';
import { hashBytes, hashEnd } from './hash.ts';
import { hashLists, type HashedPaths } from './hash-lists.ts';
import type { FileLists } from './lists.ts';

/*
 * The index of package lists: from the hash of a path to the packages whose list may hold it. It lies in the user's
 * cache folder and is read by a few short reads, never whole. All numbers are u32, little-endian.
 *
 *   header, 512 bytes
 *     0  magic "RVDP"            16  number of packages
 *     4  format, 1               20  number of entries
 *     8  length of the file      24  length of the key
 *    12  number of buckets, 2^n  28  key: what the index was made from, UTF-8, at most 476 bytes
 *   508  check of bytes 0-507
 *   buckets, 8 bytes each and one more for the end: first entry, check of the bucket's entries
 *   entries, 8 bytes each, in the order of their buckets (the top n bits of the hash): hash, package number
 *   packages, 12 bytes each: where its text begins in the file, length of name << 16 | length of version, check of both
 *   texts, UTF-8: name and version of each package
 *
 * A check is the FNV-1a hash of the bytes. Found packages are verified against their own list, so a clash of hashes
 * or an old index cannot name a wrong owner.
 */
export const layout = {
  magic: 0x50445652,
  format: 1,
  header: 512,
  keyAt: 28,
  longestKey: 476,
  checkAt: 508,
  bucket: 8,
  entry: 8,
  package: 12,
} as const;

const entriesPerBucket = 16;

/** The hash by which a path is filed. */
export const hashOfPath = (path: string, merged: MergedFolders): number =>
  hashEnd(hashBytes(Buffer.from(canonical(path, merged))));

/** Makes the index file's bytes; null where the key or a name is too long for it. */
export function buildIndex(
  lists: FileLists,
  versions: ReadonlyMap<string, string>,
  merged: MergedFolders,
  key: string,
): Buffer | null {
  const paths = hashLists(lists, merged);
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(2, paths.count / entriesPerBucket))));
  const buckets = 2 ** bits;
  const entriesAt = layout.header + (buckets + 1) * layout.bucket;
  const packagesAt = entriesAt + paths.count * layout.entry;
  const packages = packageTable(lists.names, versions, packagesAt);
  const keyBytes = Buffer.from(key);
  if (packages === null || keyBytes.length > layout.longestKey) return null;
  const file = Buffer.alloc(packagesAt + packages.length);
  packages.copy(file, packagesAt);
  writeEntries(file, paths, bits, entriesAt);
  const header = [
    layout.magic,
    layout.format,
    file.length,
    buckets,
    lists.names.length,
    paths.count,
    keyBytes.length,
  ];
  for (const [at, value] of header.entries()) file.writeUInt32LE(value, at * 4);
  keyBytes.copy(file, layout.keyAt);
  file.writeUInt32LE(checkOf(file, 0, layout.checkAt), layout.checkAt);
  return file;
}

export const checkOf = (bytes: Uint8Array, start: number, end: number): number =>
  hashBytes(bytes, start, end) >>> 0;

// Sorted into buckets by counting: once to know where each begins, once to put the entries there.
function writeEntries(
  file: Buffer,
  { count, hashes, packages }: HashedPaths,
  bits: number,
  entriesAt: number,
): void {
  const buckets = 2 ** bits;
  const next = new Uint32Array(buckets + 1);
  for (let at = 0; at < count; at++) {
    const after = ((hashes[at] ?? 0) >>> (32 - bits)) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let at = 1; at <= buckets; at++) next[at] = (next[at] ?? 0) + (next[at - 1] ?? 0);
  const starts = next.slice();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < count; at++) {
    const hash = hashes[at] ?? 0;
    const bucket = hash >>> (32 - bits);
    const slot = next[bucket] ?? 0;
    next[bucket] = slot + 1;
    view.setUint32(entriesAt + slot * layout.entry, hash, true);
    view.setUint32(entriesAt + slot * layout.entry + 4, packages[at] ?? 0, true);
  }
  for (let bucket = 0; bucket <= buckets; bucket++) {
    const [first, last] = [starts[bucket] ?? 0, starts[bucket + 1] ?? starts[bucket] ?? 0];
    const at = layout.header + bucket * layout.bucket;
    view.setUint32(at, first, true);
    view.setUint32(
      at + 4,
      checkOf(file, entriesAt + first * layout.entry, entriesAt + last * layout.entry),
      true,
    );
  }
}

function packageTable(
  names: readonly string[],
  versions: ReadonlyMap<string, string>,
  at: number,
): Buffer | null {
  const table = Buffer.alloc(names.length * layout.package);
  const texts: Buffer[] = [];
  let textAt = at + table.length;
  for (const [number, name] of names.entries()) {
    const nameBytes = Buffer.from(name);
    const text = Buffer.concat([nameBytes, Buffer.from(versionOf(name, versions) ?? '')]);
    if (text.length > 0xffff) return null;
    table.writeUInt32LE(textAt, number * layout.package);
    const lengths = nameBytes.length * 0x10000 + (text.length - nameBytes.length);
    table.writeUInt32LE(lengths, number * layout.package + 4);
    table.writeUInt32LE(checkOf(text, 0, text.length), number * layout.package + 8);
    texts.push(text);
    textAt += text.length;
  }
  return Buffer.concat([table, ...texts]);
}

/** The version of a package by the name of its list, `libc6:amd64` before `libc6`. */
export const versionOf = (name: string, versions: ReadonlyMap<string, string>): string | null =>
  versions.get(name) ?? versions.get(plainName(name)) ?? null;

/** The package's name without the architecture that a list's name may carry. */
export const plainName = (listName: string): string => listName.split(':', 1)[0] ?? listName;
