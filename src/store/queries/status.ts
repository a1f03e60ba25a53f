import type { Connection } from '../database.ts';
import { count, list, object, orNull, text, whole } from '../parse/check.ts';
import { pragma } from '../scalar.ts';
import type { StoreStatus } from '../store.ts';

const types = list(object({ type: text, rows: count }));
const ends = object({ oldest: orNull(whole), newest: orNull(whole) });

/** By the index of kinds, which tell the type: reading every row of a full file would take seconds. */
const countedByType = `
SELECT CASE WHEN kind IN ('backscatter', 'flood', 'drops') THEN kind ELSE 'scan' END AS type, sum(rows) AS rows
FROM (SELECT kind, count(*) AS rows FROM events GROUP BY kind) GROUP BY 1 ORDER BY rows DESC, type`;

export function tally(
  database: Connection,
): Pick<StoreStatus, 'version' | 'rows' | 'types' | 'oldest' | 'newest'> {
  const found = types(database.prepare(countedByType).all());
  return {
    version: pragma(database, 'user_version'),
    rows: found.reduce((sum, { rows }) => sum + rows, 0),
    types: found,
    ...ends(
      database
        .prepare('SELECT (SELECT min(at) FROM events) AS oldest, (SELECT max(at) FROM events) AS newest')
        .get(),
    ),
  };
}

const sentences = list(object({ quick_check: text }));

/** What SQLite finds wrong in the file; nothing where all is sound. */
export const faults = (database: Connection): readonly string[] =>
  sentences(database.prepare('PRAGMA quick_check(20)').all())
    .map(({ quick_check: found }) => found)
    .filter((found) => found !== 'ok');
