import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

const writableByOthers = 0o022;

/**
 * Where this user's cached files lie: /var/cache/portreeve for root, else `$XDG_CACHE_HOME/portreeve` or
 * `~/.cache/portreeve` (XDG Base Directory Specification); null where the user has no such place.
 */
export function cacheFolder(uid: number, env: Readonly<Record<string, string | undefined>>): string | null {
  if (uid === 0) return '/var/cache/portreeve';
  const base = env['XDG_CACHE_HOME'];
  if (base !== undefined && isAbsolute(base)) return join(base, 'portreeve');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.cache', 'portreeve') : null;
}

/** An open file to read; its `close` is the caller's to call. */
export interface CachedFile {
  readonly fd: number;
  readonly size: number;
}

/**
 * Opens a cached file; null where it is not there or not to be trusted: another user's, writable by others, no plain
 * file, or in a folder of which that is true.
 */
export function openCached(path: string, uid: number): CachedFile | null {
  let fd: number | null = null;
  try {
    if (!ownFolder(dirname(path), uid)) return null;
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (stat.isFile() && stat.uid === uid && (stat.mode & writableByOthers) === 0)
      return { fd, size: stat.size };
  } catch {
    // As good as none: it is made again.
  }
  if (fd !== null) closeSync(fd);
  return null;
}

function ownFolder(folder: string, uid: number): boolean {
  const stat = lstatSync(folder);
  return stat.isDirectory() && stat.uid === uid && (stat.mode & writableByOthers) === 0;
}

/** Makes sure of the folder of a cached file before anything is made to be put there; false where it is refused. */
export function prepareFolder(path: string, uid: number): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (!ownFolder(dirname(path), uid)) return false;
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Puts a file into the cache whole or not at all, readable by its user only. False where that was refused. */
export function writeCached(path: string, bytes: Uint8Array): boolean {
  const fresh = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    writeNew(fresh, bytes);
    renameSync(fresh, path);
    return true;
  } catch {
    removeQuietly(fresh);
    return false;
  }
}

function writeNew(path: string, bytes: Uint8Array): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const fd = openSync(path, flags, 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } finally {
    closeSync(fd);
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}
