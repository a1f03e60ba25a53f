import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, readStore } from '../../src/store/index.ts';
import { defaultRetention } from '../../src/store/retention.ts';
import { aProbe, aScan, base, minute, scanEvent } from './events.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const open = (path = join(folder(), 'store', 'knocks.db'), now = base + 10 * minute) => ({
  path,
  store: openStore({ path, now: () => now, retention: defaultRetention }),
});
const reading = (path: string) => readStore({ path, system: null });

describe('the store', () => {
  it('gives back what was put, with its packets by its id', () => {
    const { store } = open();
    const event = scanEvent('a');
    store.put(event);
    expect(store.flush()).toBe(true);
    const [listed] = store.knocks({ limit: 10 }).events;
    expect(listed).toMatchObject({ id: 'e1', at: base + 2_000_000 });
    expect(listed?.event).toEqual({ ...event, scan: aScan({ evidence: [] }) });
    expect(store.event('e1')).toEqual({ found: { id: 'e1', at: base + 2_000_000, event }, skipped: 0 });
    expect(store.event('e2')).toBeNull();
    expect(store.event('1; DROP TABLE events')).toBeNull();
    store.close();
  });

  it('puts a later state in the place of the earlier one, under the same id, with nothing of the old left', () => {
    const { store } = open();
    store.put(scanEvent('a'));
    store.flush();
    const later = scanEvent('a', {
      packets: 9,
      last: base + minute,
      sources: ['203.0.113.77'],
      source: '203.0.113.77',
      ports: { count: 1, exact: true, top: [{ port: 80, packets: 9 }] },
      evidence: [aProbe({ ordinal: 7 })],
    });
    store.put(later);
    store.flush();
    expect(store.status().rows).toBe(1);
    expect(store.event('e1')?.found.event).toEqual(later);
    expect(store.knocks({ port: 23, limit: 5 }).events).toEqual([]);
    expect(store.knocks({ source: '203.0.113.9', limit: 5 }).events).toEqual([]);
    expect(store.knocks({ port: 80, source: '203.0.113.77', limit: 5 }).events).toHaveLength(1);
    store.close();
  });

  it('keeps the ports that a source began with, though it went on to more than are listed', () => {
    const { store } = open();
    const first = aProbe({ destinationPort: 2244 });
    const one = { count: 1, exact: true, top: [{ port: 2244, packets: 1 }] };
    store.put(scanEvent('a', { kind: 'probe', ports: one, packets: 1, evidence: [first] }));
    store.flush();
    const others = [1, 3, 4].map((port) => ({ port, packets: 1 }));
    const evidence = [
      first,
      aProbe({ destinationPort: 1 }),
      aProbe({ protocol: 'udp', destinationPort: 53 }),
    ];
    store.put(scanEvent('a', { ports: { count: 201, exact: true, top: others }, packets: 202, evidence }));
    store.flush();
    expect(store.knocks({ port: 2244, limit: 5 }).events.map(({ id }) => id)).toEqual(['e1']);
    expect(store.portKnocks(2244, 'tcp')).toMatchObject({ events: 1, packets: 1, broad: 0 });
    expect(store.portKnocks(1, null)).toMatchObject({ events: 1, packets: 1 });
    expect(store.portKnocks(53, null)).toMatchObject({ events: 0, broad: 1 });
    store.close();
  });

  it('never gives an id a second time', () => {
    const { path, store: before } = open();
    before.put(scanEvent('old'));
    before.close();
    const { store } = open(path, base + 31 * 1440 * minute);
    expect(store.compact().deleted).toBe(1);
    store.put(scanEvent('new'));
    store.close();
    const reader = reading(path);
    expect(reader.knocks({ limit: 5 }).events.map(({ id }) => id)).toEqual(['e2']);
    reader.close();
  });

  it('is for the eyes of its owner only, its companions too', () => {
    const { path, store } = open();
    store.put(scanEvent('a'));
    store.flush();
    const modes = readdirSync(join(path, '..')).map((name) => [
      name,
      statSync(join(path, '..', name)).mode & 0o777,
    ]);
    expect(modes).toEqual([
      ['knocks.db', 0o600],
      ['knocks.db-shm', 0o600],
      ['knocks.db-wal', 0o600],
    ]);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    store.close();
  });

  it('takes a path with any characters in it', () => {
    const path = join(folder(), 'a ?mode=memory#x%20é', 'knöcks.db');
    const { store } = open(path);
    store.put(scanEvent('a'));
    store.close();
    expect(existsSync(path)).toBe(true);
    const reader = reading(path);
    expect(reader.status().rows).toBe(1);
    reader.close();
  });

  it('reads nothing and makes nothing where there is none', () => {
    const empty = folder();
    expect(() => reading(join(empty, 'x', 'knocks.db'))).toThrow(/nothing has been stored here yet/);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('is read while it is written to', () => {
    const { path, store } = open();
    store.put(scanEvent('a'));
    store.flush();
    const reader = reading(path);
    store.put(scanEvent('b'));
    expect(reader.status().rows).toBe(1);
    store.flush();
    expect(reader.status().rows).toBe(2);
    reader.close();
    store.close();
  });
});

describe('what a port and a source are told', () => {
  it('adds up who knocked at a port, and names scans that are too broad to tell', () => {
    const { store } = open();
    store.put(scanEvent('a'));
    store.put(
      scanEvent('b', {
        source: '203.0.113.10',
        sources: ['203.0.113.10'],
        tool: { ...aScan().tool, name: null },
      }),
    );
    const broad = { count: 60_000, exact: false, top: [{ port: 1, packets: 1 }] };
    store.put(scanEvent('c', { ports: broad, evidence: [] }));
    store.put(scanEvent('u', { transport: 'udp' }));
    store.flush();
    expect(store.portKnocks(23, 'tcp')).toEqual({
      events: 2,
      packets: 4,
      sources: 2,
      first: base,
      last: base + 2_000_000,
      top: [
        { source: '203.0.113.10', packets: 2 },
        { source: '203.0.113.9', packets: 2 },
      ],
      tools: [
        { tool: null, events: 1 },
        { tool: 'masscan', events: 1 },
      ],
      broad: 1,
      complete: true,
    });
    expect(store.portKnocks(23, null).events).toBe(3);
    expect(store.portKnocks(24, null)).toMatchObject({
      events: 0,
      packets: 0,
      first: null,
      last: null,
      top: [],
    });
    expect(store.portKnocks(1, 'tcp')).toMatchObject({ events: 1, broad: 0 });
    store.close();
  });

  it("counts a source's own packets, not those of a campaign that it is part of", () => {
    const { store } = open();
    store.put(scanEvent('own'));
    store.put(
      scanEvent('all', {
        kind: 'campaign',
        source: null,
        sources: ['203.0.113.9', '203.0.113.10'],
        packets: 5000,
      }),
    );
    store.flush();
    const record = store.source('203.0.113.9');
    expect(record).toMatchObject({ events: 1, together: 1, packets: 3 });
    expect(record?.ports).toEqual([
      { port: 23, transport: 'tcp', packets: 2 },
      { port: 2323, transport: 'tcp', packets: 1 },
    ]);
    expect(record?.newest.events).toHaveLength(2);
    expect(store.source('203.0.113.10')).toMatchObject({ events: 0, together: 1, packets: 0, ports: [] });
    expect(store.source('203.0.113.11')).toBeNull();
    store.close();
  });
});

describe('who puts events', () => {
  it('is told of each once it is committed, with its id', () => {
    const told: unknown[] = [];
    const path = join(folder(), 'store', 'knocks.db');
    const store = openStore({
      path,
      now: () => base,
      retention: defaultRetention,
      onStored: (event, id) => told.push([event.key, id, reading(path).event(id)?.found.event.key]),
    });
    store.put(scanEvent('a'));
    store.put(scanEvent('b'));
    expect(told).toEqual([]);
    store.flush();
    store.put(scanEvent('a', { packets: 99 }));
    store.close();
    expect(told).toEqual([
      ['a', 'e1', 'a'],
      ['b', 'e2', 'b'],
      ['a', 'e1', 'a'],
    ]);
  });
});
