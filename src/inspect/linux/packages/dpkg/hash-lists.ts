import type { MergedFolders } from './canonical.ts';
import { hashBytes, hashEnd, hashStart } from './hash.ts';
import type { FileLists } from './lists.ts';

/** Every listed file as the hash of its canonical path and the number of its package, in two columns. */
export interface HashedPaths {
  readonly count: number;
  readonly hashes: Uint32Array;
  readonly packages: Uint32Array;
}

const newline = 10;
const slash = 47;
const prime = 0x01000193;
const usr = hashBytes(Buffer.from('/usr'));

/** Hashes all lists in one pass over their bytes. Folders are left out where the next line is inside them. */
export function hashLists({ bytes, starts, names }: FileLists, merged: MergedFolders): HashedPaths {
  let columns = newColumns(Math.max(1024, bytes.length >>> 5));
  let count = 0;
  for (let owner = 0; owner < names.length; owner++) {
    const end = starts[owner + 1] ?? 0;
    let before = end;
    for (let at = (starts[owner] ?? 0) + 1; at < end; ) {
      const start = at;
      let state = startState(bytes, start, merged);
      // The hot loop, about 10 MB: FNV-1a written out. Each list ends with a newline, so it ends as well.
      for (let byte = bytes[at] as number; byte !== newline; byte = bytes[++at] as number) {
        state = Math.imul(state ^ byte, prime);
      }
      if (isInside(bytes, before, start)) count--;
      before = start;
      if (count === columns.hashes.length) columns = grown(columns);
      columns.hashes[count] = hashEnd(state);
      columns.packages[count++] = owner;
      at++;
    }
  }
  return { count, ...columns };
}

type Columns = Omit<HashedPaths, 'count'>;

const newColumns = (length: number): Columns => ({
  hashes: new Uint32Array(length),
  packages: new Uint32Array(length),
});

function grown({ hashes, packages }: Columns): Columns {
  const twice = newColumns(hashes.length * 2);
  twice.hashes.set(hashes);
  twice.packages.set(packages);
  return twice;
}

// Whether the line at `start` is a path inside the folder on the line just before, which begins at `folder`.
function isInside(bytes: Uint8Array, folder: number, start: number): boolean {
  const length = start - 1 - folder;
  if (length < 1 || bytes[start + length] !== slash) return false;
  for (let at = length - 1; at >= 0; at--) if (bytes[folder + at] !== bytes[start + at]) return false;
  return true;
}

// A path under a folder that is a link into /usr is hashed as if it began there.
function startState(bytes: Buffer, start: number, merged: MergedFolders): number {
  const first = bytes[start + 1];
  if (first !== 0x62 && first !== 0x73 && first !== 0x6c) return hashStart; // b, s, l
  let end = start + 1;
  while (end < start + 8 && bytes[end] !== slash && bytes[end] !== newline) end++;
  return bytes[end] === slash && merged.has(bytes.toString('latin1', start + 1, end)) ? usr : hashStart;
}
