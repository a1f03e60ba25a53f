import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, readStore } from '../../src/store/index.ts';
import { defaultRetention } from '../../src/store/retention.ts';
import { applicationId, migrations } from '../../src/store/schema.ts';
import { aScan, base, minute, scanEvent } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const open = (path: string) => openStore({ path, now: () => base + minute, retention: defaultRetention });
const schemaOf = (path: string): unknown[] => {
  const database = new Database(path);
  const tables = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
  const settings = ['user_version', 'application_id', 'auto_vacuum', 'journal_mode'].map((name) =>
    database.prepare(`SELECT ${name} AS value FROM pragma_${name}`).all(),
  );
  database.close();
  return [tables, settings];
};

/** Files as earlier versions had them; made once each and never again. */
const versions = [1, 2].map((version) =>
  readFileSync(new URL(`./fixtures/version-${version}.sql`, import.meta.url), 'utf8'),
);

function fromFixture(version = 1): string {
  const path = join(folder(), 'knocks.db');
  const database = new Database(path);
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(versions[version - 1] ?? '');
  database.close();
  return path;
}

const tablesOf1 = ['events', 'event_ports', 'event_sources', 'evidence'];

/** All rows of the tables that version 1 had. */
function rowsOf1(path: string): unknown[] {
  const database = new Database(path);
  const rows = tablesOf1.map((table) => database.prepare(`SELECT * FROM ${table}`).all());
  database.close();
  return rows;
}

describe('files of every version', () => {
  it('there is one of each', () => {
    expect(versions).toHaveLength(migrations.length);
  });

  it('version 1 is opened with all that is in it, and is then as a new one', () => {
    const path = fromFixture();
    const before = rowsOf1(path);
    const store = open(path);
    expect(store.status()).toMatchObject({ version: migrations.length, rows: 4 });
    expect(store.event('e1')?.found.event).toEqual(scanEvent('scan 203.0.113.9 tcp', aScan()));
    expect(store.knocks({ limit: 9 }).events.map(({ id, event }) => [id, event.type])).toEqual([
      ['e4', 'drops'],
      ['e3', 'flood'],
      ['e1', 'scan'],
      ['e2', 'backscatter'],
    ]);
    store.close();
    expect(rowsOf1(path)).toEqual(before);
    const fresh = join(folder(), 'knocks.db');
    open(fresh).close();
    expect(schemaOf(path)).toEqual(schemaOf(fresh));
  });

  it('version 1 is read as it is by who only reads: what it has no tables for answers empty', () => {
    const path = fromFixture();
    const before = schemaOf(path);
    const store = readStore({ path, system: null });
    const all = { since: base - minute * 60, until: base + minute * 60 };
    expect(store.status().version).toBe(1);
    expect(store.changes({ limit: 5 })).toEqual({ changes: [], more: false });
    expect(store.feedback({ limit: 5 })).toEqual({ votes: [], more: false, pages: [] });
    expect(store.timeline({ ...all, spans: 1 }).events).toEqual([4]);
    expect(store.top({ ...all, by: 'tool', limit: 5 })).toEqual([{ name: 'masscan', events: 1, packets: 3 }]);
    open(path).close();
    // The same reader after a writer brought the file to this version.
    expect(store.changes({ limit: 5 })).toEqual({ changes: [], more: false });
    expect(store.status().version).toBe(migrations.length);
    store.close();
    expect(schemaOf(path)).not.toEqual(before);
  });

  it('version 2 gives back its changes and votes', () => {
    const store = open(fromFixture(2));
    expect(store.status()).toMatchObject({ version: migrations.length, rows: 2 });
    expect(store.changes({ limit: 9 }).changes.map(({ id, change }) => [id, change.kind])).toEqual([
      ['c3', 'replaced'],
      ['c2', 'opened'],
      ['c1', 'opened'],
    ]);
    expect(store.feedback({ limit: 9 }).pages).toEqual([
      { page: '/ports/2504', no: 1, partly: 0, yes: 1 },
      { page: '/', no: 0, partly: 1, yes: 0 },
    ]);
    expect(store.feedback({ limit: 9 }).votes[0]?.vote.comment).toBe('it\'s "so"');
    store.close();
  });

  it('a step that was cut off in the middle, as by kill -9, leaves version 1 whole, and is taken again', () => {
    const path = fromFixture();
    const before = [schemaOf(path), rowsOf1(path)];
    const migrating = new Database(path);
    // As little as may be is kept in memory, so that the file's log has half of the step in it.
    migrating.exec('PRAGMA cache_size = 1; BEGIN IMMEDIATE');
    migrating.exec(migrations[1] ?? '');
    const cut = join(folder(), 'knocks.db');
    copyFileSync(path, cut);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${cut}-wal`);
    migrating.exec('ROLLBACK');
    migrating.close();
    expect([schemaOf(cut), rowsOf1(cut)]).toEqual(before);
    const store = open(cut);
    expect(store.status()).toMatchObject({ version: migrations.length, rows: 4 });
    store.close();
    expect(rowsOf1(cut)).toEqual(before[1]);
  });

  it('a step that cannot be taken leaves version 1 as it was', () => {
    const path = fromFixture();
    const other = new Database(path);
    other.exec('CREATE TABLE votes (x)');
    other.close();
    const before = [schemaOf(path), rowsOf1(path)];
    expect(() => open(path)).toThrow(/already exists/);
    expect([schemaOf(path), rowsOf1(path)]).toEqual(before);
  });

  it('a later one is refused and left as it was', () => {
    const path = fromFixture();
    const later = new Database(path);
    later.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    later.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    later.close();
    const before = readFileSync(path);
    for (const attempt of [() => open(path), () => readStore({ path, system: null })]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'STORE_NEWER' }));
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  it('a step that fails leaves nothing behind', () => {
    const path = join(folder(), 'knocks.db');
    const database = new Database(path);
    database.exec('CREATE TABLE evidence (x)');
    database.exec(`PRAGMA application_id = ${applicationId}`);
    database.close();
    expect(() => open(path)).toThrow(/already exists/);
    const again = new Database(path);
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'evidence' }]);
    expect(again.prepare('SELECT user_version AS value FROM pragma_user_version').all()).toEqual([
      { value: 0 },
    ]);
    again.close();
  });

  it('several processes that open a new one at once make it once', () => {
    const path = join(folder(), 'knocks.db');
    const first = openDatabase(path, 'write');
    const second = openDatabase(path, 'write');
    expect(second.prepare('SELECT count(*) AS rows FROM events').all()).toEqual([{ rows: 0 }]);
    first.close();
    second.close();
  });
});

describe('what is no store', () => {
  it.each([
    ['text', Buffer.from('no database at all\n'.repeat(500))],
    ['a cut header', Buffer.from('SQLite format 3\0')],
    ['zeros', Buffer.alloc(8192)],
  ])('%s is refused and left as it was', (_, bytes) => {
    const path = join(folder(), 'knocks.db');
    writeFileSync(path, bytes);
    for (const attempt of [() => open(path), () => readStore({ path, system: null })]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });

  it("another program's database is refused", () => {
    const path = join(folder(), 'knocks.db');
    const database = new Database(path);
    database.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)');
    database.close();
    for (const attempt of [() => open(path), () => readStore({ path, system: null })]) {
      expect(attempt).toThrow(/database of another program/);
      expect(attempt).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
    }
    const after = new Database(path);
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }]);
    after.close();
  });

  it('an empty file becomes a store for who writes, and is none for who reads', () => {
    const path = join(folder(), 'knocks.db');
    writeFileSync(path, '');
    expect(() => readStore({ path, system: null })).toThrow(/the file is empty/);
    open(path).close();
    expect(readStore({ path, system: null }).status().rows).toBe(0);
  });

  it.skipIf(process.geteuid?.() === 0)('a file that may not be read is said (not as root, who may)', () => {
    const path = join(folder(), 'knocks.db');
    writeFileSync(path, '', { mode: 0 });
    expect(() => readStore({ path, system: null })).toThrow(
      expect.objectContaining({ code: 'NOT_PERMITTED' }),
    );
  });
});
