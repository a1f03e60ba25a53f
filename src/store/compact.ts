import type { Connection } from './database.ts';
import { bytesOf } from './files.ts';
import { type Retention, retainStep } from './retention.ts';
import type { Compaction } from './store.ts';
import { storeError } from './trouble.ts';

/**
 * Deletes what is past its time, then writes the file anew without holes.
 * @throws ReeveError where another process keeps it locked, or where the disk has no room for the copy
 */
export function compact(database: Connection, path: string, retention: Retention, now: number): Compaction {
  const before = bytesOf(path);
  let deleted = 0;
  try {
    for (let step = -1; step !== 0; deleted += step) step = retainStep(database, retention, now);
    database.exec('VACUUM');
    checkpoint(database);
  } catch (error) {
    throw storeError(error, path);
  }
  return { before, after: bytesOf(path), deleted };
}

/** Brings the log into the file and empties it, as far as readers let it. */
export function checkpoint(database: Connection): void {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
}
