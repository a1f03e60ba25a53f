import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { openDatabase } from '../../src/store/database.ts';
import { knockStatement } from '../../src/store/queries/knocks.ts';
import type { KnockQuery } from '../../src/store/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'reeve-plans-'));
const database = openDatabase(join(folder, 'knocks.db'), 'write');
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const planOf = (sql: string, values: readonly unknown[] = []): string =>
  (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[])
    .map(({ detail }) => detail)
    .join('; ');

const plan = (query: Partial<KnockQuery>): string => {
  const { sql, values } = knockStatement({ limit: 10, ...query });
  return planOf(sql, values);
};

describe('how questions are answered', () => {
  it.each([
    ['since', { since: 1 }, /^SEARCH e USING INDEX events_at \(at>\?\)$/],
    ['the newest', {}, /^SCAN e USING INDEX events_at$/],
    ['a kind', { kind: 'probe' }, /^SCAN e USING INDEX events_at$/],
    ['a port', { port: 23 }, /^SEARCH w USING PRIMARY KEY \(port=\?\); SEARCH e USING INTEGER PRIMARY KEY/],
    [
      'a port since',
      { port: 23, since: 1, tool: 'nmap', until: 9 },
      /^SEARCH w USING PRIMARY KEY \(port=\? AND at>\?\); SEARCH e USING INTEGER PRIMARY KEY/,
    ],
    ['a source', { source: 'a' }, /^SEARCH w USING PRIMARY KEY \(source=\?\); SEARCH e USING INTEGER/],
    [
      'a source and a port since',
      { source: 'a', port: 23, since: 1, oldestFirst: true },
      /^SEARCH w USING PRIMARY KEY \(source=\? AND at>\?\); .*SEARCH p USING PRIMARY KEY \(port=\? AND at=\? AND event=\?\)/,
    ],
  ])('%s: by an index, in its order', (_, query, wanted) => {
    expect(plan(query)).toMatch(wanted);
    expect(plan(query)).not.toMatch(/TEMP B-TREE/);
  });

  it('deletes by an index', () => {
    expect(
      planOf(
        'DELETE FROM events WHERE id IN (SELECT id FROM events WHERE stored < 5 ORDER BY stored, id LIMIT 5)',
      ),
    ).toMatch(
      /SEARCH events USING INTEGER PRIMARY KEY.*SEARCH events USING (?:COVERING )?INDEX events_stored/,
    );
    for (const table of ['event_ports', 'event_sources', 'evidence'])
      expect(planOf(`DELETE FROM ${table} WHERE event = 5`)).toMatch(
        new RegExp(`^SEARCH ${table} USING .*event=`),
      );
  });

  it('finds broad scans without reading the others', () => {
    expect(planOf('SELECT 1 FROM events e WHERE e.partial = 1')).toMatch(/events_partial/);
  });
});
