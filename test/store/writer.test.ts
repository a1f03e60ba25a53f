import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ListenerEvent } from '../../src/core/listener-event.ts';
import { type Connection, openDatabase } from '../../src/store/database.ts';
import { commitAfterMilliseconds, commitAtEvents, Writer } from '../../src/store/writer.ts';
import { base, minute, scanEvent } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const opened: Connection[] = [];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  for (const one of opened.splice(0)) one.close();
});

function start() {
  const path = join(folder(), 'knocks.db');
  const database = openDatabase(path, 'write');
  opened.push(database);
  const said: [string, number][] = [];
  const writer = new Writer(database, {
    now: () => base + minute,
    onState: (state, dropped) => said.push([state, dropped]),
    atRest: () => undefined,
  });
  const rows = (): unknown => database.prepare('SELECT count(*) AS rows FROM events').all()[0];
  return { path, database, writer, said, rows };
}

const put = (writer: Writer, from: number, to: number): void => {
  for (let number = from; number < to; number++) writer.put(scanEvent(`k${number}`));
};

describe('what waits to be written', () => {
  it('is committed when there is enough of it', () => {
    const { writer, rows } = start();
    put(writer, 0, commitAtEvents - 1);
    expect(rows()).toEqual({ rows: 0 });
    put(writer, commitAtEvents, commitAtEvents + 1);
    expect(rows()).toEqual({ rows: commitAtEvents });
  });

  it('is committed after its time, and only once for many states', () => {
    const { writer, rows, database } = start();
    for (let packets = 1; packets <= 5000; packets++) writer.put(scanEvent('same', { packets }));
    vi.advanceTimersByTime(commitAfterMilliseconds - 1);
    expect(rows()).toEqual({ rows: 0 });
    vi.advanceTimersByTime(1);
    expect(database.prepare('SELECT packets FROM events').all()).toEqual([{ packets: 5000 }]);
  });

  it('is committed on closing', () => {
    const { writer, rows } = start();
    put(writer, 0, 3);
    writer.close();
    expect(rows()).toEqual({ rows: 3 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('an event that the tables refuse does not hold up the others', () => {
    const { writer, rows } = start();
    writer.put(scanEvent('bad', { packets: Number.NaN }));
    put(writer, 0, 2);
    expect(writer.flush()).toBe(true);
    expect(rows()).toEqual({ rows: 2 });
    expect(writer.dropped).toBe(1);
  });
});

describe('changes of listeners', () => {
  const change = (port: number): ListenerEvent => ({
    kind: 'opened',
    at: base,
    transport: 'tcp',
    port,
    address: '::',
    exposure: 'public',
    holder: null,
    before: null,
    verdict: 'expected',
  });
  const ports = (database: Connection): unknown =>
    database.prepare('SELECT group_concat(port) AS ports FROM changes').all()[0];

  it('wait with the events, each of them, and are committed together', () => {
    const { writer, rows, database } = start();
    writer.putChange(change(1));
    put(writer, 0, 2);
    writer.putChange(change(2));
    writer.putChange(change(2));
    expect([rows(), ports(database)]).toEqual([{ rows: 0 }, { ports: null }]);
    vi.advanceTimersByTime(commitAfterMilliseconds);
    expect([rows(), ports(database)]).toEqual([{ rows: 2 }, { ports: '1,2,2' }]);
  });

  it('one that the tables refuse does not hold up the others, nor the events', () => {
    const { writer, rows, database } = start();
    writer.putChange({ ...change(1), address: null as unknown as string });
    writer.putChange(change(2));
    put(writer, 0, 1);
    expect(writer.flush()).toBe(true);
    expect([rows(), ports(database), writer.dropped]).toEqual([{ rows: 1 }, { ports: '2' }, 1]);
  });
});

describe('a full disk', () => {
  /** SQLite's own ceiling answers as a full disk does. */
  const fill = (database: Connection): void => void database.prepare('PRAGMA max_page_count = 20').all();
  const make = (database: Connection): void => void database.prepare('PRAGMA max_page_count = 100000').all();

  it('stops storing, says so once, tries again ever later, and goes on when there is room', () => {
    const { writer, said, rows, database } = start();
    fill(database);
    put(writer, 0, 100);
    expect(writer.flush()).toBe(false);
    expect(said).toEqual([['full', 0]]);
    const attempts = vi.spyOn(database, 'exec');
    vi.advanceTimersByTime(1000 + 2000 + 4000 + 8000);
    expect(attempts.mock.calls.filter(([sql]) => sql.startsWith('BEGIN')).length).toBe(4);
    expect(said).toEqual([['full', 0]]);
    make(database);
    vi.advanceTimersByTime(16_000);
    expect(said).toEqual([
      ['full', 0],
      ['ok', 0],
    ]);
    expect(rows()).toEqual({ rows: 100 });
  });

  it('keeps the newest that wait, and counts those that it gives up', () => {
    const { writer, said, rows, database } = start();
    fill(database);
    put(writer, 0, 100);
    writer.flush();
    put(writer, 100, 5000);
    expect(writer.dropped).toBe(1000);
    make(database);
    vi.advanceTimersByTime(1000);
    expect(said.at(-1)).toEqual(['ok', 1000]);
    expect(rows()).toEqual({ rows: 4000 });
    expect(database.prepare('SELECT key FROM events ORDER BY id LIMIT 1').all()).toEqual([{ key: 'k1000' }]);
  });

  it('drops what waits on closing, and counts it', () => {
    const { writer, database } = start();
    fill(database);
    put(writer, 0, 100);
    writer.flush();
    writer.close();
    expect(writer.dropped).toBe(100);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a locked file', () => {
  it('is tried again', () => {
    const { path, writer, said, rows } = start();
    const other = openDatabase(path, 'write');
    opened.push(other);
    other.exec('BEGIN IMMEDIATE');
    put(writer, 0, 3);
    expect(writer.flush()).toBe(false);
    expect(said).toEqual([['busy', 0]]);
    other.exec('COMMIT');
    vi.advanceTimersByTime(1000);
    expect(said.at(-1)).toEqual(['ok', 0]);
    expect(rows()).toEqual({ rows: 3 });
  });
});
