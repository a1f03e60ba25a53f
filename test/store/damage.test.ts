import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, readStore } from '../../src/store/index.ts';
import { defaultRetention } from '../../src/store/retention.ts';
import { fuzzRuns } from '../fuzz.ts';
import { base, minute, scanEvent } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const open = (path: string) => openStore({ path, now: () => base + minute, retention: defaultRetention });
const filled = (events = 3): string => {
  const path = join(folder(), 'knocks.db');
  const store = open(path);
  for (let number = 1; number <= events; number++) store.put(scanEvent(`k${number}`));
  store.close();
  return path;
};
const changed = (path: string, ...statements: readonly string[]): void => {
  const database = new Database(path);
  for (const sql of statements) database.exec(sql);
  database.close();
};

describe('rows that were written by somebody else', () => {
  it.each([
    ['no JSON', `summary = 'nonsense'`],
    ['another shape', `summary = '{"source":5}'`],
    ['a list', `summary = '[]'`],
    ['null', `summary = 'null'`],
    ['a blob', `summary = x'00ff'`],
    ['a type that there is not', `type = 'spell'`],
    ['the type of another', `type = 'flood'`],
    ['a kind that there is not', `summary = json_set(summary, '$.kind', 'x')`],
    ['a port beyond the last', `summary = json_set(summary, '$.ports.top[0].port', 65536)`],
    ['packets below none', `summary = json_set(summary, '$.packets', -1)`],
    ['an infinite number', `summary = replace(summary, '"rate":1', '"rate":1e999')`],
    ['a prototype', `summary = json_set(summary, '$.tool', json('{"__proto__":{"name":"x"}}'))`],
    [
      'two megabytes',
      `summary = json_set(summary, '$.because', json('["' || hex(zeroblob(1000000)) || '"]'))`,
    ],
  ])('%s: left out and counted, the others stay', (_, change) => {
    const path = filled();
    changed(path, `UPDATE events SET ${change} WHERE id = 2`);
    const store = readStore({ path, system: null });
    const { events, skipped } = store.knocks({ limit: 10 });
    expect([events.map(({ id }) => id), skipped]).toEqual([['e3', 'e1'], 1]);
    expect(store.event('e2')).toBeNull();
    expect(store.source('203.0.113.9')?.newest.skipped).toBe(1);
    store.close();
  });

  it('packets that are none are left out and counted', () => {
    const path = filled();
    changed(
      path,
      `UPDATE evidence SET probe = '{"at":"noon"}' WHERE event = 1 AND ordinal = 0`,
      `INSERT INTO evidence VALUES (1, 9, 'x'), (1, 10, x'00')`,
    );
    const store = readStore({ path, system: null });
    const got = store.event('e1');
    expect(got?.skipped).toBe(3);
    expect(got?.found.event).toMatchObject({ scan: { evidence: [{ ordinal: 2 }] } });
    store.close();
  });

  it('whatever a summary holds, it is an event or left out', async () => {
    const path = filled(1);
    const database = openDatabase(path, 'write');
    const store = readStore({ path, system: null });
    const update = database.prepare('UPDATE events SET summary = ?');
    const any = fc.oneof(
      fc.json(),
      fc.string(),
      fc
        .record({ source: fc.jsonValue(), kind: fc.constant('probe'), tool: fc.jsonValue() })
        .map((one) => JSON.stringify(one)),
    );
    await fc.assert(
      fc.asyncProperty(any, async (summary) => {
        update.run(summary);
        expect(store.knocks({ limit: 5 })).toEqual({ events: [], skipped: 1, more: false });
        // The library frees its statements between turns of the event loop only.
        await new Promise((resolve) => void setImmediate(resolve));
      }),
      { numRuns: fuzzRuns(200) },
    );
    store.close();
    database.close();
  });
});

describe('a file with damaged pages', () => {
  /** The beginning of each page but the first: the tree's own marks. */
  function damage(path: string): void {
    const file = openSync(path, 'r+');
    for (let at = 4096; at < statSync(path).size; at += 4096)
      writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, at);
    closeSync(file);
  }

  it('is said to be damaged by who reads it, and by check', () => {
    const path = filled(200);
    damage(path);
    const store = readStore({ path, system: null });
    expect(() => store.knocks({ limit: 5 })).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
    expect(() => store.knocks({ limit: 5 })).toThrow(/mv .*knocks\.db .*knocks\.db\.damaged/);
    expect(store.check().length).toBeGreaterThan(0);
    store.close();
  });

  it('stops storing, says so once, counts what was not stored, and is left as it was', () => {
    const path = filled(200);
    damage(path);
    const before = readFileSync(path);
    const said: unknown[] = [];
    const store = openStore({
      path,
      now: () => base + minute,
      retention: defaultRetention,
      onState: (state, dropped) => said.push([state, dropped]),
    });
    store.put(scanEvent('new'));
    expect(store.flush()).toBe(false);
    store.put(scanEvent('newer'));
    expect(store.flush()).toBe(false);
    expect(said).toEqual([['damaged', 1]]);
    store.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('a sound one has no faults', () => {
    const store = readStore({ path: filled(50), system: null });
    expect(store.check()).toEqual([]);
    store.close();
  });
});
