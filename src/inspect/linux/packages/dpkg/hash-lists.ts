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
  const lines = hashLines(bytes);
  const hashes = new Uint32Array(lines.count);
  const packages = new Uint32Array(lines.count);
  let count = 0;
  let owner = -1;
  for (let line = 0; line < lines.count; line++) {
    const start = lines.starts[line] ?? 0;
    const end = lines.starts[line + 1] ?? 0;
    // The newline that begins each list makes an empty line before its first.
    while (owner + 1 < names.length && start >= (starts[owner + 1] ?? 0)) owner++;
    if (end - start < 2 || isInside(bytes, start, end)) continue;
    const state = isMerged(bytes, start, merged) ? hashBytes(bytes, start, end - 1, usr) : lines.states[line];
    hashes[count] = hashEnd(state ?? 0);
    packages[count++] = owner;
  }
  return { count, hashes, packages };
}

interface HashedLines {
  readonly count: number;
  /** Where each line starts; one more for the end of the last. */
  readonly starts: Uint32Array;
  readonly states: Int32Array;
}

// The hot loop, about 10 MB, alone in its function so that it is soon compiled: FNV-1a written out.
function hashLines(bytes: Uint8Array): HashedLines {
  let starts = new Uint32Array(Math.max(1024, bytes.length >>> 5));
  let states = new Int32Array(starts.length);
  let count = 0;
  let state = hashStart;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte !== newline) {
      state = Math.imul(state ^ byte, prime);
      continue;
    }
    if (count + 1 === starts.length) [starts, states] = [grown(starts), grown(states)];
    states[count++] = state;
    starts[count] = at + 1;
    state = hashStart;
  }
  return { count, starts, states };
}

function grown<T extends Uint32Array | Int32Array>(column: T): T {
  const twice =
    column instanceof Uint32Array ? new Uint32Array(column.length * 2) : new Int32Array(column.length * 2);
  twice.set(column);
  return twice as T;
}

// Whether the path on the line from `start` to `end` is the folder that the next line is in.
function isInside(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - 1 - start;
  if (bytes[end + length] !== slash) return false;
  for (let at = length - 1; at >= 0; at--) if (bytes[start + at] !== bytes[end + at]) return false;
  return true;
}

// Whether a path begins with a folder that is a link into /usr.
function isMerged(bytes: Buffer, start: number, merged: MergedFolders): boolean {
  const first = bytes[start + 1];
  if (first !== 0x62 && first !== 0x73 && first !== 0x6c) return false; // b, s, l
  let end = start + 1;
  while (end < start + 8 && bytes[end] !== slash && bytes[end] !== newline) end++;
  return bytes[end] === slash && merged.has(bytes.toString('latin1', start + 1, end));
}
