import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { defaultRetention, retentionFrom } from '../../src/store/retention.ts';
import { base, minute, scanEvent } from './events.ts';
import { sampleChanges } from '../web/machine-events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const day = 1440 * minute;

describe('how long it is kept', () => {
  it('is 30 days and 1 GiB, or what the environment says', () => {
    expect(retentionFrom({})).toEqual({ days: 30, bytes: 2 ** 30 });
    expect(retentionFrom({ REEVE_STORE_DAYS: '7', REEVE_STORE_BYTES: '2000000' })).toEqual({
      days: 7,
      bytes: 2_000_000,
    });
    for (const bad of ['0', '-1', '7d', '1e9', '99999'])
      expect(() => retentionFrom({ REEVE_STORE_DAYS: bad })).toThrow(
        expect.objectContaining({ code: 'USAGE' }),
      );
  });

  it('an event goes with all of it when its time is over', () => {
    let now = base;
    const store = openStore({
      path: join(folder(), 'knocks.db'),
      now: () => now,
      retention: defaultRetention,
    });
    store.put(scanEvent('old'));
    store.flush();
    now = base + 29.9 * day;
    store.put(scanEvent('young'));
    store.flush();
    expect(store.status().rows).toBe(2);
    now = base + 30.01 * day;
    store.put(scanEvent('new'));
    store.flush();
    expect(store.knocks({ limit: 9 }).events.map(({ id }) => id)).toEqual(['e3', 'e2']);
    expect(store.portKnocks(23, null).events).toBe(2);
    expect(store.source('203.0.113.9')?.events).toBe(2);
    expect(store.event('e1')).toBeNull();
    store.close();
  });

  it('ages from when it was stored, so that an old capture is kept as well; a later state counts anew', () => {
    let now = base;
    const store = openStore({
      path: join(folder(), 'knocks.db'),
      now: () => now,
      retention: defaultRetention,
    });
    store.put(scanEvent('old capture', { first: base - 4000 * day, last: base - 4000 * day }));
    store.put(scanEvent('no time', { first: null, last: null }));
    store.put(scanEvent('clock ahead', { first: base + 999 * day, last: base + 999 * day }));
    store.flush();
    expect(store.status()).toMatchObject({ rows: 3, newest: base, oldest: base - 4000 * day });
    now = base + 20 * day;
    store.put(scanEvent('no time', { first: null, last: null }));
    store.flush();
    now = base + 31 * day;
    expect(store.compact().deleted).toBe(2);
    expect(store.event('e2')).not.toBeNull();
    store.close();
  });

  it('changes age as events do, votes do not', () => {
    let now = base;
    const store = openStore({
      path: join(folder(), 'knocks.db'),
      now: () => now,
      retention: defaultRetention,
    });
    const change = sampleChanges()[0];
    if (change !== undefined) store.putChange(change);
    store.vote({ page: '/', visitor: 'v', face: 'yes', comment: null, language: 'en', at: base });
    store.flush();
    now = base + 29.9 * day;
    if (change !== undefined) store.putChange({ ...change, port: 99 });
    store.flush();
    expect(store.changes({ limit: 9 }).changes).toHaveLength(2);
    now = base + 30.01 * day;
    expect(store.compact().deleted).toBe(1);
    expect(store.changes({ limit: 9 }).changes.map(({ id, change: { port } }) => [id, port])).toEqual([
      ['c2', 99],
    ]);
    expect(store.feedback({ limit: 9 }).votes).toHaveLength(1);
    store.close();
  });

  it('ages also where nothing new is seen', async () => {
    const { vi } = await import('vitest');
    vi.useFakeTimers();
    try {
      let now = base;
      const store = openStore({
        path: join(folder(), 'knocks.db'),
        now: () => now,
        retention: defaultRetention,
      });
      store.put(scanEvent('a'));
      store.flush();
      now = base + 31 * day;
      vi.advanceTimersByTime(60_000);
      expect(store.status().rows).toBe(0);
      store.close();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('how much is kept', () => {
  it('the file stays near its limit, and what is left is the newest', () => {
    const path = join(folder(), 'knocks.db');
    const bytes = 2 * 2 ** 20;
    let now = base;
    const store = openStore({ path, now: () => now++, retention: { days: 30, bytes } });
    for (let number = 0; number < 4000; number++) {
      store.put(scanEvent(`k${number}`, { first: base, last: base + number * 1000 }));
      if (number % 400 === 399) store.flush();
    }
    store.close();
    expect(statSync(path).size).toBeLessThan(bytes * 1.5);
    const after = openStore({ path, now: () => base + day, retention: { days: 30, bytes } });
    const { rows } = after.status();
    expect(rows).toBeGreaterThan(300);
    expect(rows).toBeLessThan(2500);
    const kept = after.knocks({ limit: 9999 }).events.map(({ event }) => Number(event.key.slice(1)));
    expect(kept).toEqual(Array.from({ length: rows }, (_, index) => 3999 - index));
    after.close();
  });

  it('compacting gives back what was deleted, and says how much', () => {
    const path = join(folder(), 'knocks.db');
    let now = base;
    const store = openStore({ path, now: () => now, retention: defaultRetention });
    for (let number = 0; number < 3000; number++) store.put(scanEvent(`k${number}`));
    store.flush();
    now = base + 40 * day;
    store.put(scanEvent('new', { first: now, last: now }));
    const { before, after, deleted } = store.compact();
    expect(deleted).toBe(2500);
    expect(before).toBeGreaterThan(2_000_000);
    expect(after).toBeLessThan(120_000);
    expect(statSync(path).size).toBe(after);
    expect(store.status()).toMatchObject({ rows: 1, bytes: after });
    store.close();
  });
});
