import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import type { Vote } from '../../src/core/feedback.ts';
import type { KnockEvent } from '../../src/core/knock.ts';
import {
  moveAside,
  openStore,
  readStore,
  type Store,
  type TopCount,
  type TopQuery,
} from '../../src/store/index.ts';
import { top } from '../../src/store/queries/top.ts';
import { openDatabase } from '../../src/store/database.ts';
import { rowOf } from '../../src/store/row.ts';
import { fuzzRuns } from '../fuzz.ts';
import { sampleChanges } from '../web/machine-events.ts';
import { base, events, minute, scanEvent } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const stored = base + 500 * minute;
const open = (path = join(folder(), 'knocks.db')): { readonly path: string; readonly store: Store } => ({
  path,
  store: openStore({ path, now: () => stored, retention: { days: 3650, bytes: 2 ** 40 } }),
});
/** The library frees its statements between turns of the event loop only. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const aVote = (more: Partial<Vote> = {}): Vote => ({
  page: '/ports/2504',
  visitor: 'secret-mark',
  face: 'yes',
  comment: null,
  language: 'en',
  at: base,
  ...more,
});

describe('changes of listeners', () => {
  it('are given back as they were put, the newest first, by time and port', () => {
    const { store } = open();
    const all = sampleChanges();
    for (const change of all) store.putChange(change);
    store.flush();
    const asked = store.changes({ limit: 99 });
    expect(asked.changes.map(({ change }) => change)).toEqual(all.toReversed());
    expect(asked.changes[0]?.id).toBe(`c${all.length}`);
    expect(asked.more).toBe(false);
    expect(store.changes({ limit: 2 })).toMatchObject({ more: true, changes: [{ id: 'c6' }, { id: 'c5' }] });
    expect(store.changes({ limit: 9, port: 443 }).changes).toHaveLength(1);
    expect(
      store.changes({ limit: 9, since: base - 40 * minute, until: base - 12 * minute }).changes,
    ).toHaveLength(3);
    store.close();
  });

  it('that somebody else wrote are left out', () => {
    const { path, store } = open();
    for (const change of sampleChanges()) store.putChange(change);
    store.close();
    const other = new Database(path);
    other.exec(`UPDATE changes SET kind = 'vanished' WHERE id = 1; UPDATE changes SET port = 70000 WHERE id = 2;
                UPDATE changes SET holder = x'00ff' WHERE id = 3; UPDATE changes SET at = 'noon' WHERE id = 4`);
    other.close();
    const reader = readStore({ path, system: null });
    expect(reader.changes({ limit: 9 }).changes.map(({ id }) => id)).toEqual(['c6', 'c5']);
    reader.close();
  });
});

describe('votes', () => {
  it('are bounded, as any stranger may leave them: beyond it former ones change, no new one comes', () => {
    const { path, store } = open();
    expect(store.vote(aVote())).toBe(true);
    const other = new Database(path);
    other.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
                INSERT INTO votes (page, visitor, face, comment, language, at) SELECT '/', i, 'no', NULL, 'en', 1 FROM n`);
    other.close();
    expect(store.vote(aVote({ visitor: 'one too many' }))).toBe(false);
    expect(store.vote(aVote({ face: 'no', at: base + 1 }))).toBe(true);
    expect(store.feedback({ limit: 1 }).votes[0]?.vote.face).toBe('no');
    store.close();
  });

  it('one visitor has one on a page, the newest; its mark is never given out', () => {
    const { path, store } = open();
    expect(store.vote(aVote())).toBe(true);
    expect(store.vote(aVote({ face: 'no', comment: 'No.', at: base + 1 }))).toBe(true);
    expect(store.vote(aVote({ face: 'partly', comment: 'late', at: base - 1 }))).toBe(true);
    expect(store.vote(aVote({ page: '/', language: 'sd', at: base + 2 }))).toBe(true);
    expect(store.vote(aVote({ visitor: 'other', at: base + 3 }))).toBe(true);
    const list = store.feedback({ limit: 10 });
    expect(list.votes.map(({ vote }) => [vote.page, vote.face, vote.comment])).toEqual([
      ['/ports/2504', 'yes', null],
      ['/', 'yes', null],
      ['/ports/2504', 'no', 'No.'],
    ]);
    expect(list.pages).toEqual([
      { page: '/ports/2504', no: 1, partly: 0, yes: 1 },
      { page: '/', no: 0, partly: 0, yes: 1 },
    ]);
    expect(JSON.stringify(list)).not.toContain('secret-mark');
    expect(store.feedback({ limit: 1, page: '/ports/2504' })).toMatchObject({
      more: true,
      votes: [{ vote: { at: base + 3 } }],
      pages: [{ no: 1, yes: 1 }],
    });
    expect(store.feedback({ limit: 9, since: base + 3 }).votes).toHaveLength(1);
    // It is in the file at once: another process reads it.
    const reader = readStore({ path, system: null });
    expect(reader.feedback({ limit: 9 }).votes).toHaveLength(3);
    reader.close();
    store.close();
  });

  it('a comment that is too long is cut, and what cannot be kept is said', () => {
    const { path, store } = open();
    store.vote(aVote({ comment: 'x'.repeat(5000) }));
    expect(store.feedback({ limit: 1 }).votes[0]?.vote.comment).toHaveLength(2000);
    const other = openDatabase(path, 'write');
    other.exec('BEGIN IMMEDIATE');
    expect(store.vote(aVote({ visitor: 'x' }))).toBe(false);
    other.exec('COMMIT');
    expect(store.vote(aVote({ visitor: 'x' }))).toBe(true);
    other.close();
    store.close();
  });

  it('that somebody else wrote are left out', () => {
    const { path, store } = open();
    for (const visitor of ['a', 'b', 'c']) store.vote(aVote({ visitor }));
    store.close();
    const other = new Database(path);
    other.exec(`UPDATE votes SET face = 'maybe' WHERE id = 1; UPDATE votes SET comment = x'00' WHERE id = 2`);
    other.close();
    const reader = readStore({ path, system: null });
    expect(reader.feedback({ limit: 9 }).votes.map(({ id }) => id)).toEqual([3]);
    reader.close();
  });
});

const scans = (row: ReturnType<typeof rowOf>): boolean => row.type === 'scan';

/** The same counted over an array. */
function naiveTop(rows: readonly ReturnType<typeof rowOf>[], by: TopQuery['by']): readonly TopCount[] {
  const sums = new Map<string, { name: string; events: number; packets: number }>();
  const add = (name: string, packets: number): void => {
    const sum = sums.get(name) ?? { name, events: 0, packets: 0 };
    sums.set(name, { name, events: sum.events + 1, packets: sum.packets + packets });
  };
  for (const row of rows) {
    if (by === 'kind') add(row.kind, row.packets);
    if (by === 'tool' && scans(row)) add(row.tool ?? 'unknown', row.packets);
    if (by === 'source' && row.source !== null && row.kind !== 'backscatter') add(row.source, row.packets);
    if (by === 'port') for (const { port, packets } of row.ports) add(String(port), packets);
  }
  return [...sums.values()]
    .toSorted((a, b) => b.events - a.events || b.packets - a.packets || (a.name < b.name ? -1 : 1))
    .slice(0, 5);
}

describe('what happened over a time', () => {
  it('is as an array would have it, by whichever index', async () => {
    const range = fc.record({
      since: fc.integer({ min: -1200, max: 300 }).map((steps) => base + steps * minute),
      length: fc.integer({ min: 0, max: 1500 }),
      spans: fc.integer({ min: 1, max: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 40 }), range, async (all, { since, length, spans }) => {
        const { path, store } = open();
        const until = since + length * minute;
        try {
          const last = new Map<string, KnockEvent>();
          for (const event of all) {
            store.put(event);
            last.set(event.key, event);
          }
          store.flush();
          const rows = [...last.values()]
            .map((event) => rowOf(event, stored))
            .filter(({ at }) => at >= since && at <= until);
          const line = store.timeline({ since, until, spans });
          expect(line.events).toHaveLength(spans);
          expect(line.events.reduce((sum, one) => sum + one, 0)).toBe(rows.length);
          rows.forEach(({ at }) =>
            expect(line.events[Math.floor((at - line.from) / line.step)]).toBeGreaterThan(0),
          );
          expect(line.packets.reduce((sum, one) => sum + one, 0)).toBe(
            rows.reduce((sum, { packets }) => sum + packets, 0),
          );
          for (const port of [22, 5060]) {
            const hits = rows.flatMap((row) => row.ports.filter((one) => one.port === port));
            const ofPort = store.timeline({ since, until, spans, port });
            expect(ofPort.events.reduce((sum, one) => sum + one, 0)).toBe(hits.length);
            expect(ofPort.packets.reduce((sum, one) => sum + one, 0)).toBe(
              hits.reduce((sum, { packets }) => sum + packets, 0),
            );
          }
          const source = '203.0.113.9';
          const mine = rows.filter((row) => row.sources.includes(source));
          const ofSource = store.timeline({ since, until, spans, source });
          expect(ofSource.events.reduce((sum, one) => sum + one, 0)).toBe(mine.length);
          for (const chosen of [
            { kind: 'probe' },
            { tool: 'unknown' },
            { tool: 'zmap', port: 23 },
            { source, port: 22 },
          ]) {
            const found = store
              .knocks({ ...chosen, since, limit: 1000 })
              .events.filter(({ at }) => at <= until);
            const line = store.timeline({ since, until, spans, ...chosen });
            expect(line.events.reduce((sum, one) => sum + one, 0)).toBe(found.length);
            const kinds = store.top({ by: 'kind', since, until, limit: 20, ...chosen });
            expect(kinds.reduce((sum, one) => sum + one.events, 0)).toBe(found.length);
            const ids = new Set(found.map(({ event }) => event.key));
            const hits = rows.filter((row) => ids.has(row.key));
            expect(
              store
                .top({ by: 'port', since, until, limit: 5, ...chosen })
                .map(({ name, events: many }) => [name, many]),
            ).toEqual(naiveTop(hits, 'port').map((one) => [one.name, one.events]));
          }
          const file = openDatabase(path, 'read');
          for (const by of ['kind', 'tool', 'source', 'port'] as const) {
            const query = { by, since, until, limit: 5 };
            expect(store.top(query)).toEqual(naiveTop(rows, by));
            // As though there were many.
            expect(top(file, query, 0)).toEqual(naiveTop(rows, by));
          }
          file.close();
        } finally {
          store.close();
          await turn();
        }
      }),
      { numRuns: fuzzRuns(20) / (process.env['REEVE_FUZZ'] === '1' ? 50 : 1) },
    );
  });

  it('has no more spans than it may, and one of a moment', () => {
    const { store } = open();
    store.put(scanEvent('a'));
    store.flush();
    expect(store.timeline({ since: 0, until: base * 2, spans: 1e9 }).events).toHaveLength(500);
    const moment = store.timeline({ since: base + 2_000_000, until: base + 2_000_000, spans: 1 });
    expect(moment).toMatchObject({ from: base + 2_000_000, step: 1, events: [1], packets: [3] });
    expect(store.timeline({ since: base, until: 0, spans: 0 }).events).toEqual([0]);
    store.close();
  });
});

describe('a file that is of no use', () => {
  it('is kept under another name with its log, and a new one takes its place', () => {
    const path = join(folder(), 'knocks.db');
    for (const [name, text] of [
      [path, 'nonsense'],
      [`${path}-wal`, 'log'],
      [`${path}-shm`, 'index'],
    ] as const)
      writeFileSync(name, text);
    const aside = moveAside(path, base);
    expect(aside).toBe(`${path}.damaged-20261121T000000Z`);
    expect(readdirSync(join(path, '..')).toSorted()).toEqual([
      'knocks.db.damaged-20261121T000000Z',
      'knocks.db.damaged-20261121T000000Z-wal',
    ]);
    expect(readFileSync(aside, 'utf8')).toBe('nonsense');
    open(path).store.close();
    writeFileSync(path, 'again');
    expect(moveAside(path, base)).toBe(`${aside}-2`);
    expect(existsSync(path)).toBe(false);
    expect(() => moveAside(path, base)).toThrow(expect.objectContaining({ code: 'STORE_FAILED' }));
  });
});
