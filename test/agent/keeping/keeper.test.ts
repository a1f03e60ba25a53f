import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Keeper } from '../../../src/agent/keeping/keeper.ts';
import type { ListenerEvent } from '../../../src/core/listener-event.ts';
import { openStore, retentionFrom } from '../../../src/store/index.ts';
import { base, minute, scanEvent } from '../../store/events.ts';
import { testFolder } from '../../store/folder.ts';

const folder = testFolder();
const retention = retentionFrom({});
const keepers: Keeper[] = [];
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close();
});

function keep(file = path.join(folder(), 'store', 'knocks.db')) {
  const news: string[] = [];
  const kept: string[] = [];
  const keeper = new Keeper({
    path: file,
    now: () => base + minute,
    retention,
    onNews: (level, sentence) => void news.push(`${level}: ${sentence}`),
    onKept: ({ key }, id) => void kept.push(`${key} ${id}`),
  });
  keepers.push(keeper);
  return { keeper, news, kept, file };
}

const change: ListenerEvent = {
  kind: 'opened',
  at: base,
  transport: 'tcp',
  port: 81,
  address: '0.0.0.0',
  exposure: 'public',
  holder: 'app',
  before: null,
  verdict: 'plausible',
};

/** A store with rows, whose pages are then written over. */
function damagedStore(): string {
  const file = path.join(folder(), 'store', 'knocks.db');
  const store = openStore({ path: file, now: () => base, retention });
  for (let number = 0; number < 200; number++) store.put(scanEvent(`old ${number}`));
  store.close();
  const handle = openSync(file, 'r+');
  for (let at = 4096; at < statSync(file).size; at += 4096)
    writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, at);
  closeSync(handle);
  return file;
}

const asideOf = (file: string): readonly string[] =>
  readdirSync(path.dirname(file)).filter((name) => name.includes('.damaged-') && !name.endsWith('-wal'));

describe('keeping the store', () => {
  it('tells each event once it is stored, with its id, and nothing before', () => {
    const { keeper, kept, news } = keep();
    expect([keeper.state, keeper.trouble]).toEqual(['ok', null]);
    keeper.put(scanEvent('a'));
    keeper.putChange(change);
    expect(kept).toEqual([]);
    keeper.flush();
    expect(kept).toEqual(['a e1']);
    expect(keeper.reader?.changes({ limit: 5 }).changes).toHaveLength(1);
    expect(keeper.status()?.rows).toBe(1);
    expect(news).toEqual([]);
  });

  it('moves a file that is no database aside at once, and begins a fresh one', () => {
    const file = path.join(folder(), 'store', 'knocks.db');
    keep(file).keeper.close();
    writeFileSync(file, 'this is no database, although it has its name; '.repeat(100));
    const { keeper, news } = keep(file);
    expect(keeper.state).toBe('ok');
    expect(asideOf(file)).toHaveLength(1);
    expect(news.join()).toMatch(/^error: the store .* is damaged .*kept as .*\.damaged-20/);
    keeper.put(scanEvent('new'));
    expect(keeper.flush()).toBe(true);
  });

  it('replaces a store that turns out to be damaged when it writes, and loses nothing of what comes', async () => {
    const { keeper, news, kept, file } = keep(damagedStore());
    keeper.put(scanEvent('a'));
    keeper.flush();
    keeper.put(scanEvent('b'));
    await vi.waitFor(() => expect(keeper.state).toBe('ok'));
    expect(keeper.flush()).toBe(true);
    expect(
      keeper.reader
        ?.knocks({ limit: 9 })
        .events.map(({ event }) => event.key)
        .sort(),
    ).toEqual(['a', 'b']);
    expect(asideOf(file)).toHaveLength(1);
    expect(news.join('\n')).toContain('a fresh one begun');
    expect(kept).toContain('a null');
    expect(kept.filter((one) => one.startsWith('b'))).not.toEqual([]);
    expect(keeper.dropped).toBe(0);
  });

  it('takes changes that a damaged store could not commit into the fresh one', async () => {
    const { keeper } = keep(damagedStore());
    keeper.putChange({ ...change, port: 81 });
    keeper.put(scanEvent('a'));
    keeper.flush();
    keeper.putChange({ ...change, port: 82 });
    await vi.waitFor(() => expect(keeper.state).toBe('ok'));
    expect(keeper.flush()).toBe(true);
    const { changes } = keeper.reader?.changes({ limit: 9 }) ?? { changes: [] };
    expect(changes.map((one) => one.change.port)).toEqual(expect.arrayContaining([81, 82]));
    expect(keeper.dropped).toBe(0);
  });

  it('stores all that waited while another process had it locked, however much', async () => {
    const { keeper, file } = keep();
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    try {
      for (let one = 0; one < 3000; one++) {
        keeper.putChange({ ...change, at: base + one });
        keeper.put(scanEvent(`e${one}`));
      }
      keeper.flush();
      expect(keeper.state).toBe('busy');
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    expect(keeper.flush()).toBe(true);
    // What the store itself held back was too much for it: it is put again.
    await vi.waitFor(() => {
      keeper.flush();
      expect(keeper.reader?.changes({ limit: 5000 }).changes).toHaveLength(3000);
    });
    expect([keeper.reader?.status().rows, keeper.dropped]).toEqual([3000, 0]);
  });

  it('stores what waits at the end where whoever had it locked is gone by then', () => {
    const file = path.join(folder(), 'store', 'knocks.db');
    keep(file).keeper.close();
    const other = new Database(file);
    other.exec('BEGIN EXCLUSIVE');
    const { keeper, news } = keep(file);
    keeper.putChange(change);
    other.exec('ROLLBACK');
    other.close();
    keeper.close();
    expect(news.join()).not.toContain('could not be stored before the end');
    expect(keep(file).keeper.reader?.changes({ limit: 5 }).changes).toHaveLength(1);
  });

  it('replaces one that turns out to be damaged when it is asked', async () => {
    const { keeper, file } = keep(damagedStore());
    expect(() => keeper.reader?.knocks({ limit: 5 })).toThrow(
      expect.objectContaining({ code: 'STORE_DAMAGED' }),
    );
    await vi.waitFor(() => expect(keeper.state).toBe('ok'));
    expect(keeper.reader?.knocks({ limit: 5 }).events).toEqual([]);
    expect(asideOf(file)).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')(
    'waits for nobody at a pipe or folder in the place of its file',
    () => {
      for (const make of ['mkfifo', 'mkdir']) {
        const file = path.join(folder(), 'knocks.db');
        execFileSync(make, [file]);
        const { keeper } = keep(file);
        expect(keeper.state).toBe('other');
        expect(keeper.trouble).toContain('something that is no file');
      }
    },
  );

  it('leaves the database of another program where it is', async () => {
    const file = path.join(folder(), 'store', 'knocks.db');
    keep(file).keeper.close();
    const handle = openSync(file, 'r+');
    // application_id, https://www.sqlite.org/fileformat.html
    writeSync(handle, Buffer.from([1, 2, 3, 4]), 0, 4, 68);
    closeSync(handle);
    const { keeper, news, kept } = keep(file);
    expect(keeper.state).toBe('damaged');
    expect(asideOf(file)).toEqual([]);
    expect(news.join()).toContain('database of another program');
    keeper.put(scanEvent('a'));
    expect(kept).toEqual(['a null']);
    expect(keeper.reader).toBeNull();
  });

  it('waits for a place where it may write, tries again, and stores what came meanwhile', async () => {
    const place = folder();
    const file = path.join(place, 'file', 'store', 'knocks.db');
    // A file where its folder has to be.
    writeFileSync(path.join(place, 'file'), '');
    const { keeper, news, kept } = keep(file);
    expect(keeper.state).not.toBe('ok');
    expect(keeper.trouble).not.toBeNull();
    keeper.put(scanEvent('a'));
    keeper.putChange(change);
    rmSync(path.join(place, 'file'));
    await vi.waitFor(() => expect(keeper.state).toBe('ok'), { timeout: 5000 });
    keeper.flush();
    expect(kept[0]).toBe('a null');
    expect(keeper.reader?.knocks({ limit: 5 }).events).toHaveLength(1);
    expect(keeper.reader?.changes({ limit: 5 }).changes).toHaveLength(1);
    expect(news.at(-1)).toMatch(/^info: events are stored again/);
    expect(existsSync(file)).toBe(true);
  });

  it('says at the end what could not be stored', () => {
    const place = folder();
    writeFileSync(path.join(place, 'file'), '');
    const { keeper, news } = keep(path.join(place, 'file', 'store', 'knocks.db'));
    keeper.put(scanEvent('a'));
    keeper.close();
    expect(news.at(-1)).toBe('error: 1 events could not be stored before the end');
  });

  it('holds a bounded number back, and counts what is lost', () => {
    const place = folder();
    writeFileSync(path.join(place, 'file'), '');
    const { keeper } = keep(path.join(place, 'file', 'store', 'knocks.db'));
    for (let number = 0; number < 4010; number++) keeper.put(scanEvent(`n${number}`));
    for (let number = 0; number < 4003; number++) keeper.putChange({ ...change });
    expect(keeper.dropped).toBe(13);
  });
});
