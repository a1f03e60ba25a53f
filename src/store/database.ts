import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type Database from 'libsql';
import { fail } from '../core/errors.ts';
import { makeFile } from './files.ts';
import { migrate, versionOf } from './migrate.ts';
import { storeError } from './trouble.ts';

export type Connection = Database.Database;

export type Access = 'read' | 'write';

export const howToFill = 'Watch with sudo reeve watch; what it sees is kept';

/** Milliseconds to wait for a lock. The writer stands in the packet path's way: it tries again later instead. */
const patience: Readonly<Record<Access, number>> = { read: 5000, write: 250 };

/**
 * Opens the file. Reading makes no file and changes none; writing makes it and brings it to this version.
 * @throws ReeveError `STORE_DAMAGED`, `STORE_NEWER`, `STORE_FAILED`, `NOT_PERMITTED`
 */
export function openDatabase(path: string, access: Access): Connection {
  let database: Connection | null = null;
  try {
    if (access === 'write') makeFile(path);
    // The library knows no option for it: SQLite's own form of a path says how to open, and takes any name.
    const mode = access === 'write' ? 'rw' : 'ro';
    database = new (library(path))(`${pathToFileURL(path).href}?mode=${mode}`, { timeout: patience[access] });
    if (access === 'write') prepareToWrite(database, path);
    else if (versionOf(database, path) === 0) throw empty(path);
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error, path);
  }
}

/** Loaded when the first file is opened: it costs 20 ms, and most commands need none of it. */
function library(path: string): typeof Database {
  const report: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const asked = report.excludeNetwork === true;
  try {
    // It looks for the C library in Node's report, which would ask DNS for the names of open connections.
    report.excludeNetwork = true;
    return createRequire(import.meta.url)('libsql') as typeof Database;
  } catch (error) {
    const todo = 'Install portreeve again with its dependency libsql';
    const found = 'libsql, which reads it, could not be loaded here';
    throw fail('PLATFORM_UNSUPPORTED', { asked: `the store ${path}`, found, todo }, error);
  } finally {
    report.excludeNetwork = asked;
  }
}

function prepareToWrite(database: Connection, path: string): void {
  // Only an empty file takes it, and only before anything else is written.
  if (versionOf(database, path) === 0) database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma('journal_mode = WAL');
  // In WAL mode a crash of the machine may lose the last commits, never the file; a crash of the process loses none.
  database.pragma('synchronous = NORMAL');
  database.pragma('journal_size_limit = 16777216');
  database.pragma('foreign_keys = ON');
  migrate(database, path);
}

/** Made by a writer that came no further. */
const empty = (path: string): Error =>
  fail('STORE_ABSENT', { asked: `the store ${path}`, found: 'the file is empty', todo: howToFill });
