import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnockEvent } from '../../src/core/knock.ts';
import { type KnockQuery, openStore, type Store } from '../../src/store/index.ts';
import { rowOf } from '../../src/store/row.ts';
import { fuzzRuns } from '../fuzz.ts';
import { base, events, minute } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const stored = base + 500 * minute;
/** Nothing ages here: what retention deletes has tests of its own. */
const opened = (): Store =>
  openStore({
    path: join(folder(), 'store', 'knocks.db'),
    now: () => stored,
    retention: { days: 3650, bytes: 2 ** 40 },
  });

/** What the store should hold: the last state of each key, in the order in which the keys came up. */
function held(all: readonly KnockEvent[]): readonly KnockEvent[] {
  const last = new Map<string, KnockEvent>();
  for (const event of all) last.set(event.key, event);
  return [...last.values()];
}

const queries: fc.Arbitrary<KnockQuery> = fc.record(
  {
    since: fc.integer({ min: -1000, max: 1000 }).map((steps) => base + steps * minute),
    until: fc.integer({ min: -1000, max: 1000 }).map((steps) => base + steps * minute),
    port: fc.constantFrom(22, 23, 2323, 5060, 9),
    transport: fc.constantFrom('tcp', 'udp'),
    source: fc.constantFrom('203.0.113.9', '203.0.113.10', '2001:db8::1'),
    tool: fc.constantFrom('masscan', 'zmap', 'unknown', 'none'),
    kind: fc.constantFrom('port-scan', 'probe', 'backscatter', 'flood', 'drops'),
    limit: fc.integer({ min: 1, max: 20 }),
    oldestFirst: fc.boolean(),
  },
  { requiredKeys: ['limit'] },
);

/** The same question asked of an array. */
function naive(all: readonly KnockEvent[], query: KnockQuery): readonly string[] {
  const rows = held(all).map((event, id) => ({ id, event, row: rowOf(event, stored) }));
  const { since, until, port, transport, source, tool, kind, limit, oldestFirst } = query;
  const matching = rows
    .filter(({ row }) => since === undefined || row.at >= since)
    .filter(({ row }) => until === undefined || (row.first ?? row.at) <= until)
    .filter(({ row }) => port === undefined || row.ports.some((one) => one.port === port))
    .filter(({ row }) => transport === undefined || row.transport === transport)
    .filter(({ row }) => source === undefined || row.sources.includes(source))
    .filter(({ row }) => {
      if (tool === undefined) return true;
      return tool === 'unknown' ? row.type === 'scan' && row.tool === null : row.tool === tool;
    })
    .filter(({ row }) => kind === undefined || row.kind === kind)
    .toSorted((a, b) => a.row.at - b.row.at || a.id - b.id);
  return (oldestFirst === true ? matching : matching.toReversed())
    .slice(0, limit)
    .map(({ event }) => event.key);
}

/** The library frees its statements between turns of the event loop only. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the store, whatever is put in', () => {
  it('gives back the last state of each event, unchanged', async () => {
    const store = opened();
    let before = 0;
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(events, { maxLength: 8 }), async (all) => {
        run++;
        const mine = all.map((event) => ({ ...event, key: `${run} ${event.key}` }));
        for (const event of mine) store.put(event);
        store.flush();
        // Ids are given in order.
        held(mine).forEach((event) => {
          before++;
          const got = store.event(`e${before}`);
          expect(got).toMatchObject({ skipped: 0 });
          expect(got?.found.event).toEqual(event);
        });
        await turn();
      }),
      { numRuns: fuzzRuns(60) },
    );
    expect(store.status().rows).toBe(before);
    store.close();
  });

  it('answers each question as an array would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(events, { maxLength: 60 }),
        fc.array(queries, { minLength: 20, maxLength: 20 }),
        async (all, asked) => {
          const store = opened();
          try {
            // In several commits, so that states are replaced in the file and not only in the buffer.
            all.forEach((event, index) => {
              store.put(event);
              if (index % 7 === 0) store.flush();
            });
            store.flush();
            for (const query of asked) {
              const { events: got, skipped, more } = store.knocks(query);
              expect(got.map(({ event }) => event.key)).toEqual(naive(all, query));
              expect(skipped).toBe(0);
              expect(more).toBe(naive(all, { ...query, limit: 1000 }).length > query.limit);
            }
          } finally {
            store.close();
          }
        },
      ),
      // Each case is a file and twenty questions.
      { numRuns: fuzzRuns(15) / (process.env['REEVE_FUZZ'] === '1' ? 50 : 1) },
    );
  });

  it('adds up ports and sources as an array would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(events, { maxLength: 40 }),
        fc.constantFrom(22, 23, 5060),
        async (all, port) => {
          const store = opened();
          try {
            for (const event of all) store.put(event);
            store.flush();
            const rows = held(all).map((event) => rowOf(event, stored));
            const hits = rows.filter((row) => row.ports.some((one) => one.port === port));
            const packets = hits.flatMap((row) => row.ports.filter((one) => one.port === port));
            expect(store.portKnocks(port, null)).toMatchObject({
              events: hits.length,
              packets: packets.reduce((sum, one) => sum + one.packets, 0),
              sources: new Set(hits.map((row) => row.source).filter((source) => source !== null)).size,
              broad: rows.filter((row) => row.partial === 1 && !hits.includes(row)).length,
            });
            const mine = rows.filter((row) => row.sources.includes('203.0.113.9'));
            const own = mine.filter((row) => row.source === '203.0.113.9');
            const record = store.source('203.0.113.9');
            if (mine.length === 0) expect(record).toBeNull();
            else {
              expect(record).toMatchObject({
                events: own.length,
                together: mine.length - own.length,
                packets: own.reduce((sum, row) => sum + row.packets, 0),
                last: Math.max(...mine.map((row) => row.at)),
              });
            }
          } finally {
            store.close();
            await turn();
          }
        },
      ),
      { numRuns: fuzzRuns(20) / (process.env['REEVE_FUZZ'] === '1' ? 50 : 1) },
    );
  });
});
