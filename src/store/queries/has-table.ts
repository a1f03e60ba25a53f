import type { Connection } from '../database.ts';

/** A reader may have opened a file of an earlier version, and a writer may bring it to this one meanwhile. */
export const hasTable = (database: Connection, name: string): boolean =>
  database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;
