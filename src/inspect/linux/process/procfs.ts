import { closeSync, openSync, readlinkSync, readSync, statSync, type BigIntStats } from 'node:fs';

const chunk = 65_536;
let shared: Buffer | undefined;

/**
 * The whole content of a /proc file as UTF-8 (bytes that are none become U+FFFD); null where it vanished or may
 * not be read. Files of /proc have no size, so it is read until nothing more comes, at most `limit` bytes.
 */
export function readProc(path: string, limit = 1 << 20): string | null {
  return withContent(path, limit, (bytes) => bytes.toString('utf8'));
}

/** As `readProc`, the bytes themselves. */
export const readProcBytes = (path: string): Uint8Array | null =>
  withContent(path, chunk, (bytes) => Uint8Array.from(bytes));

function withContent<T>(path: string, limit: number, use: (bytes: Buffer) => T): T | null {
  shared ??= Buffer.allocUnsafe(chunk);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const first = shared.subarray(0, readSync(fd, shared, 0, chunk, null));
    // A page or more may not be all: /proc answers a page at a time.
    return use(first.length < 4096 ? first : readRest(fd, first, limit));
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

function readRest(fd: number, first: Buffer, limit: number): Buffer {
  const parts = [Buffer.from(first)];
  let total = first.length;
  while (total < limit) {
    const part = Buffer.allocUnsafe(Math.min(chunk, limit - total));
    const length = readSync(fd, part, 0, part.length, null);
    if (length === 0) break;
    parts.push(part.subarray(0, length));
    total += length;
  }
  return Buffer.concat(parts);
}

/** A link's target as text, and as a path that system calls take even where its bytes are no UTF-8. */
export interface LinkTarget {
  readonly text: string;
  readonly path: string | Buffer;
}

/** Null where the link vanished, is hidden, or leads nowhere (a kernel thread has no executable). */
export function readLink(path: string): LinkTarget | null {
  try {
    const text = readlinkSync(path, 'utf8');
    return { text, path: text.includes('\ufffd') ? readlinkSync(path, { encoding: 'buffer' }) : text };
  } catch {
    return null;
  }
}

/** The stat of what a path leads to; null where there is nothing or it is hidden. */
export function statOf(path: string | Buffer): BigIntStats | null {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** Whether two paths led to the same file: same device, same inode. */
export const sameFile = (a: BigIntStats | null, b: BigIntStats | null): boolean =>
  a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
