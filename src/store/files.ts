import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail } from '../core/errors.ts';

/**
 * Makes the file, for its owner's eyes only, before the database opens it: SQLite would make it by the umask, and its
 * companions `-wal` and `-shm` take its mode. A folder that is there already is left as it is: it may be anybody's.
 */
export function makeFile(path: string): void {
  const folder = dirname(path);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const there = statSync(path, { throwIfNoEntry: false });
  // To open a pipe would wait for whoever reads it, for ever.
  if (there !== undefined && !there.isFile()) throw noFile(path);
  const file = openSync(path, 'a', 0o600);
  try {
    if (process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0) chmodSync(path, 0o600);
  } finally {
    closeSync(file);
  }
}

const noFile = (path: string) =>
  fail('STORE_FAILED', {
    asked: `the store ${path}`,
    found: 'something that is no file is in its place',
    todo: 'Name another place by REEVE_STORE or --store',
  });

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Bytes on the disk, what is still in the write-ahead log among them. */
export const bytesOf = (path: string): number => sizeOf(path) + sizeOf(`${path}-wal`);
