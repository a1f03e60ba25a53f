import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { openDatabase } from '../../src/store/database.ts';
import { changeStatement } from '../../src/store/queries/changes.ts';
import { voteStatement } from '../../src/store/queries/feedback.ts';
import { knockStatement } from '../../src/store/queries/knocks.ts';
import { spanStatement } from '../../src/store/queries/timeline.ts';
import { chosenTop, wholeTop } from '../../src/store/queries/top.ts';
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

const planWith = (sql: string, named: Readonly<Record<string, string | number>>): string =>
  (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(named) as { detail: string }[])
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

describe('how what happened over a time is added up', () => {
  const inTime = { since: 1, until: 2, limit: 5 };

  it.each([
    ['all', {}, /^SEARCH e USING COVERING INDEX events_at \(at>\? AND at<\?\)$/],
    [
      'a kind',
      { kind: 'probe', tool: 'nmap' },
      /^SEARCH e USING COVERING INDEX events_at \(at>\? AND at<\?\)$/,
    ],
    ['a port', { port: 1 }, /^SEARCH event_ports USING PRIMARY KEY \(port=\? AND at>\? AND at<\?\)$/],
    [
      'a source',
      { source: 'a' },
      /^SEARCH w USING PRIMARY KEY \(source=\? AND at>\? AND at<\?\); SEARCH e USING INTEGER/,
    ],
    [
      'a port of a source',
      { port: 1, source: 'a' },
      /^SEARCH w USING PRIMARY KEY \(source=\? AND at>\? AND at<\?\); SEARCH p USING PRIMARY KEY/,
    ],
  ])('a span of %s', (_, query, wanted) => {
    const { sql, values } = spanStatement(query);
    expect(planWith(sql, { ...values, start: 1, end: 2 })).toMatch(wanted);
  });

  it.each(['kind', 'tool', 'source', 'port'] as const)('of few events by %s: by the index of time', (by) => {
    expect(planWith(chosenTop(by, {}), inTime)).toMatch(/SEARCH e USING COVERING INDEX events_at/);
  });

  it.each([
    ['kind', /SCAN events USING COVERING INDEX events_kind; USE TEMP B-TREE FOR ORDER BY$/],
    ['tool', /SCAN events USING COVERING INDEX events_kind/],
    ['source', /(?:SCAN|SEARCH) events USING COVERING INDEX events_source/],
    ['port', /^SCAN event_ports; USE TEMP B-TREE FOR ORDER BY$/],
  ] as const)('of many events by %s: in the order of it, nothing sorted but the sums', (by, wanted) => {
    expect(planWith(wholeTop(by), inTime)).toMatch(wanted);
  });
});

describe('how a choice of events is added up', () => {
  const inTime = { since: 1, until: 2, limit: 5 };

  it.each([
    ['a kind', { kind: 'probe' }, /SEARCH e USING COVERING INDEX events_at/],
    [
      'a port',
      { port: 1, tool: 'nmap' },
      /^SEARCH w USING PRIMARY KEY \(port=\? AND at>\? AND at<\?\); SEARCH e USING INTEGER/,
    ],
    [
      'a source',
      { source: 'a' },
      /^SEARCH w USING PRIMARY KEY \(source=\? AND at>\? AND at<\?\); SEARCH e USING INTEGER/,
    ],
  ])('by %s', (_, chosen, wanted) => {
    expect(planWith(chosenTop('tool', chosen), { ...inTime, ...chosen })).toMatch(wanted);
  });
});

describe('how changes and votes are found', () => {
  it.each([
    ['the newest', {}, /^SCAN changes USING INDEX changes_at$/],
    ['since', { since: 1, until: 2 }, /^SEARCH changes USING INDEX changes_at \(at>\? AND at<\?\)$/],
    ['a port', { port: 1, since: 1 }, /^SEARCH changes USING INDEX changes_port \(port=\? AND at>\?\)$/],
  ])('changes, %s', (_, query, wanted) => {
    const { sql, values } = changeStatement({ limit: 5, ...query });
    expect(planOf(sql, values)).toMatch(wanted);
  });

  it.each([
    ['the newest', {}, /^SCAN votes USING INDEX votes_at$/],
    ['of a page', { page: '/' }, /^SEARCH votes USING INDEX votes_page \(page=\?\)$/],
    [
      'of a page since',
      { page: '/', since: 1 },
      /^SEARCH votes USING INDEX votes_page \(page=\? AND at>\?\)$/,
    ],
  ])('votes, %s', (_, query, wanted) => {
    const { sql, values } = voteStatement({ limit: 5, ...query });
    expect(planOf(sql, values)).toMatch(wanted);
  });
});
