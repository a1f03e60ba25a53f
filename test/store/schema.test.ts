import { readFileSync, writeFileSync } from 'node:fs';
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

/** A file as version 1 of the tables had it; made once and never again. */
const version1 = readFileSync(new URL('./fixtures/version-1.sql', import.meta.url), 'utf8');

function fromFixture(): string {
  const path = join(folder(), 'knocks.db');
  const database = new Database(path);
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(version1);
  database.close();
  return path;
}

describe('files of every version', () => {
  it('version 1 is opened with all that is in it, and is then as a new one', () => {
    const path = fromFixture();
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
    const fresh = join(folder(), 'knocks.db');
    open(fresh).close();
    expect(schemaOf(path)).toEqual(schemaOf(fresh));
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
