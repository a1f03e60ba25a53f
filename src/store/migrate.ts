import type Database from 'libsql';
import { fail } from '../core/errors.ts';
import { numberOf, pragma } from './scalar.ts';
import { applicationId, migrations } from './schema.ts';
import { movedAside } from './trouble.ts';

/**
 * The version of a file that is ours; 0 for an empty one.
 * @throws ReeveError `STORE_NEWER` where a later reeve made it, `STORE_DAMAGED` where another program did
 */
export function versionOf(database: Database.Database, path: string): number {
  const version = pragma(database, 'user_version');
  const owner = pragma(database, 'application_id');
  const tables = numberOf(database, 'SELECT count(*) AS value FROM sqlite_schema');
  const asked = `the store ${path}`;
  if (owner !== applicationId && (owner !== 0 || version !== 0 || tables !== 0)) {
    const found = 'it is a database of another program';
    throw fail('STORE_DAMAGED', { asked, found, todo: movedAside(path) });
  }
  if (version > migrations.length) {
    throw fail('STORE_NEWER', {
      asked,
      found: `it has version ${version} and this reeve knows ${migrations.length} at the most`,
      todo: 'Use the reeve that made it, or name another place by REEVE_STORE; it was left as it is',
    });
  }
  return version;
}

/** Takes the steps that are missing, each whole or not at all; another process may be taking them too. */
export function migrate(database: Database.Database, path: string): void {
  for (let version = versionOf(database, path); version < migrations.length; ) {
    database.exec('BEGIN IMMEDIATE');
    try {
      version = versionOf(database, path);
      const step = migrations[version];
      if (step !== undefined) {
        database.exec(step);
        database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}`);
        version++;
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
