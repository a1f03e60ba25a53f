import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Puts a file in the place of another, whole or not at all: written beside it, flushed to the disk, renamed.
 * Readers that have the old one open keep it.
 */
export function replaceFile(path: string, bytes: Uint8Array): void {
  removeLeftOvers(path);
  const beside = `${path}.tmp-${process.pid}`;
  try {
    const file = openSync(beside, 'wx', 0o644);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  flushFolder(dirname(path));
}

/** What updaters left behind that were killed; called under the lock. */
function removeLeftOvers(path: string): void {
  const start = `${basename(path)}.tmp-`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(start)) rmSync(join(dirname(path), name), { force: true });
  }
}

/** A rename is on the disk once its folder is; not every system can flush a folder. */
function flushFolder(folder: string): void {
  try {
    const opened = openSync(folder, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Windows opens no folders; there the rename is all there is.
  }
}
