import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStore } from '../../src/store/index.ts';
import { commitAtEvents } from '../../src/store/writer.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'reeve-store-system-'));
// Beside the sources, so that the native package is found.
const scratch = mkdtempSync(path.join(root, 'node_modules/.reeve-store-'));
const writer = path.join(scratch, 'writer.mjs');
const children: number[] = [];

beforeAll(() => {
  buildSync({
    entryPoints: [path.join(root, 'test/fixtures/store-writer.ts')],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['libsql'],
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
});
afterAll(() => {
  for (const pid of children) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
  }
  rmSync(folder, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
});

/** Starts a writer; what it has said whole until it was killed. */
function start(file: string, mode: string, prefix: string) {
  const child = spawn(process.execPath, [writer, file, mode, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.pid !== undefined) children.push(child.pid);
  let text = '';
  let begun: () => void = () => undefined;
  const saidSomething = new Promise<void>((resolve) => {
    begun = resolve;
  });
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    begun();
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    saidSomething,
    killed: async (): Promise<number> => {
      child.kill('SIGKILL');
      await closed;
      const numbers = [...text.matchAll(/^(?:put|committed) (\d+)\n/gm)].map(([, number]) => Number(number));
      return Math.max(0, ...numbers);
    },
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** The numbers of a round's events that are in the file, with their packets. */
function heldBy(file: string, prefix: string): ReadonlyMap<number, number> {
  const database = new Database(file);
  try {
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    const rows = database
      .prepare('SELECT key, packets FROM events WHERE key >= ? AND key < ?')
      .all(prefix, `${prefix}:`) as { key: string; packets: number }[];
    return new Map(rows.map(({ key, packets }) => [Number(key.slice(prefix.length)), packets]));
  } finally {
    database.close();
  }
}

const rounds = process.env['REEVE_FUZZ'] === '1' ? 100 : 20;

describe('kill -9 at any moment', () => {
  it(`loses no committed row, and the file is whole, ${rounds} times`, { timeout: 600_000 }, async () => {
    const file = path.join(folder, 'killed', 'knocks.db');
    for (let round = 0; round < rounds; round++) {
      const prefix = `flush${round}-`;
      const child = start(file, 'flush', prefix);
      await child.saidSomething;
      await pause(Math.random() * 60);
      const committed = await child.killed();
      expect(committed).toBeGreaterThan(0);
      const held = heldBy(file, prefix);
      for (let number = 1; number <= committed; number++) {
        // The later state of every fifth of ten was in the same commit or an earlier one.
        const later = number % 10 === 5 && number + 5 <= committed ? number + 5 : number;
        expect(held.get(number), `${prefix}${number} of ${committed}`).toBeGreaterThanOrEqual(later);
      }
    }
  });

  it('loses at most what the buffer holds', { timeout: 600_000 }, async () => {
    const file = path.join(folder, 'buffered', 'knocks.db');
    for (let round = 0; round < rounds / 4; round++) {
      const prefix = `buffer${round}-`;
      const child = start(file, 'buffer', prefix);
      await child.saidSomething;
      await pause(Math.random() * 400);
      const put = await child.killed();
      const held = heldBy(file, prefix);
      expect(put - held.size).toBeLessThanOrEqual(commitAtEvents);
      // Commits are in order: what is held has no holes.
      expect(Math.max(0, ...held.keys())).toBe(held.size);
    }
  });
});

describe('one process writes, another reads', () => {
  it('without an error, and never backwards', { timeout: 120_000 }, async () => {
    const file = path.join(folder, 'read', 'knocks.db');
    const child = start(file, 'flush', 'r');
    await child.saidSomething;
    const store = readStore({ path: file, system: null });
    let before = 0;
    for (let look = 0; look < 100; look++) {
      const { rows } = store.status();
      expect(rows).toBeGreaterThanOrEqual(before);
      before = rows;
      expect(store.knocks({ limit: 5 }).skipped).toBe(0);
      await pause(2);
    }
    const committed = await child.killed();
    expect(before).toBeGreaterThan(0);
    expect(store.status().rows).toBeGreaterThanOrEqual(committed);
    store.close();
  });
});

const canMount = process.geteuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

describe('a full disk', () => {
  it.skipIf(!canMount)(
    'stops storing, says so once, and goes on when there is room (needs root, for a disk of 3 MB)',
    { timeout: 120_000 },
    () => {
      const disk = path.join(folder, 'disk');
      mkdirSync(disk);
      const script = 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$1" "$2" "$0/store/knocks.db" full';
      const { stdout, status } = spawnSync(
        'unshare',
        ['-m', 'sh', '-c', script, disk, process.execPath, writer],
        {
          encoding: 'utf8',
        },
      );
      expect(status).toBe(0);
      const told = JSON.parse(stdout) as {
        stopped: { states: string[]; rows: number };
        states: string[];
        rows: number;
        dropped: number;
        put: number;
        faults: string[];
        files: string[];
      };
      expect(told.stopped.states).toEqual(['full']);
      expect(told.stopped.rows).toBeGreaterThan(0);
      expect(told.states).toEqual(['full', 'ok']);
      expect(told.faults).toEqual([]);
      expect(told.rows + told.dropped).toBe(told.put);
      expect(told.dropped).toBe(0);
      expect(told.files).toContain('knocks.db');
    },
  );
});
