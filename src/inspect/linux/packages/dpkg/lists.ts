import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** All file lists of the installed packages, one after the other in one piece of memory. */
export interface FileLists {
  /** The lists, each begun by a newline; every path has one before and one after it. */
  readonly bytes: Buffer;
  /** `NAME` or `NAME:ARCHITECTURE`, as the list files are called. */
  readonly names: readonly string[];
  /** Where each package's list starts in `bytes`; one more for the end. */
  readonly starts: Uint32Array;
  /** False where a list could not be read: then "no package owns it" cannot be said. */
  readonly complete: boolean;
}

const suffix = '.list';
const newline = 10;

/** Reads /var/lib/dpkg/info/*.list; null where the folder cannot be read. */
export function readLists(folder: string): FileLists | null {
  const files = listFiles(folder);
  if (files === null) return null;
  const starts = new Uint32Array(files.length + 1);
  let bytes: Buffer = Buffer.allocUnsafe(16 << 20);
  let end = 0;
  let complete = true;
  for (const [at, file] of files.entries()) {
    starts[at] = end;
    bytes = withRoom(bytes, end + 1);
    bytes[end++] = newline;
    const read = appendFile(`${folder}/${file}`, bytes, end);
    if (read === null) complete = false;
    else ({ bytes, end } = read);
  }
  starts[files.length] = end;
  const names = files.map((file) => file.slice(0, -suffix.length));
  return { bytes: bytes.subarray(0, end), names, starts, complete };
}

function listFiles(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(suffix));
  } catch {
    return null;
  }
}

const withRoom = (bytes: Buffer, needed: number): Buffer =>
  needed <= bytes.length ? bytes : Buffer.concat([bytes], Math.max(needed, bytes.length * 2));

function appendFile(path: string, into: Buffer, at: number): { bytes: Buffer; end: number } | null {
  let bytes = into;
  let end = at;
  let fd: number | null = null;
  try {
    fd = openSync(path, 'r');
    for (;;) {
      bytes = withRoom(bytes, end + 4096);
      const length = readSync(fd, bytes, end, bytes.length - end, null);
      if (length === 0) break;
      end += length;
    }
    if (bytes[end - 1] !== newline) bytes[end++] = newline;
    return { bytes, end };
  } catch {
    return null;
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

/** The packages whose list holds one of the spellings of a path, by searching all of them. */
export function searchLists(
  { bytes, names, starts }: FileLists,
  spellings: readonly string[],
): readonly string[] {
  // The shortest is the end of the others: one search finds all, and the line's beginning tells which it is.
  const shortest = spellings.at(-1) ?? '';
  const end = Buffer.from(`${shortest}\n`);
  const owners: string[] = [];
  for (let at = bytes.indexOf(end); at !== -1; at = bytes.indexOf(end, at + 1)) {
    const before = spellings.map((spelling) => spelling.slice(0, spelling.length - shortest.length));
    if (before.some((rest) => beginsLine(bytes, at, rest))) owners.push(names[packageAt(starts, at)] ?? '');
  }
  return owners;
}

// Whether the line on which `at` lies begins with `rest`, which ends there.
const beginsLine = (bytes: Buffer, at: number, rest: string): boolean =>
  bytes[at - rest.length - 1] === newline && bytes.toString('latin1', at - rest.length, at) === rest;

function packageAt(starts: Uint32Array, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
