import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { Layers } from '../../src/registry/layers.ts';
import { registryStatus } from '../../src/registry/report.ts';
import { writeTable } from '../../src/registry/table/write.ts';
import { builtPlaces } from './sandbox.ts';
import { record } from './synthetic.ts';

const now = new Date('2026-11-21T12:00:00Z');

function writeFull(path: string, date: string): void {
  const records = [
    record({ from: 80, service: 'http', modified: date }),
    record({ service: 'portless', transports: [] }),
  ];
  mkdirSync(dirname(path), { recursive: true });
  const sources = [{ name: 'IANA registry', date }] as const;
  writeFileSync(
    path,
    writeTable({
      sources,
      url: 'https://example.org/',
      fetchedAt: '2026-11-01T00:00:00.000Z',
      whole: true,
      records,
    }),
  );
}

test('nothing fetched yet: the embedded list answers, and it is said what is missing', () => {
  const places = builtPlaces();
  writeFileSync(places.services, 'one 1/tcp\ntwo 2/tcp\ntwo 2/udp\nbad line\n');
  const layers = new Layers(places);
  const { layers: found, notes } = registryStatus(layers, now);
  layers.close();
  expect(found.map(({ layer, whose, present, used }) => [layer, whose, present, used])).toEqual([
    ['full', 'own', false, false],
    ['full', 'system', false, false],
    ['embedded', null, true, true],
    ['host', null, true, true],
  ]);
  expect(found[2]?.counts?.records).toBeGreaterThan(12_000);
  expect(found[2]?.ageDays).toBeGreaterThan(100);
  expect(found[3]).toMatchObject({
    counts: { records: 3, assignedKeys: 3, names: 2, withoutPort: 0 },
    problem: '1 lines are no service of tcp, udp, sctp or dccp',
  });
  expect(notes).toEqual([expect.stringContaining('reeve registry update')]);
});

test('a full record: whose, from where, how old, how much', () => {
  const places = { ...builtPlaces(), services: '/nowhere' };
  writeFull(places.ownTable, '2026-11-11');
  const layers = new Layers(places);
  const { layers: found, notes } = registryStatus(layers, now);
  layers.close();
  expect(found[0]).toEqual({
    layer: 'full',
    whose: 'own',
    present: true,
    used: true,
    path: places.ownTable,
    source: { name: 'IANA registry', date: '2026-11-11' },
    url: 'https://example.org/',
    fetchedAt: '2026-11-01T00:00:00.000Z',
    dataUpTo: '2026-11-11',
    ageDays: 10,
    counts: { records: 2, assignedKeys: 1, names: 2, withoutPort: 1 },
    problem: null,
  });
  expect(found[3]).toMatchObject({ layer: 'host', present: false, used: false });
  expect(notes).toEqual([]);
});

test('an old full record, a damaged one and a missing package are named', () => {
  const places = builtPlaces();
  writeFull(places.systemTable, '2020-01-01');
  mkdirSync(dirname(places.ownTable), { recursive: true });
  writeFileSync(places.ownTable, 'rubbish');
  const layers = new Layers(places);
  const { layers: found, notes } = registryStatus(layers, now);
  layers.close();
  expect(found[0]).toMatchObject({ present: true, used: false, problem: 'has 7 bytes, which no table has' });
  expect(found[1]).toMatchObject({ whose: 'system', used: true });
  expect(notes).toEqual([
    expect.stringContaining(places.ownTable),
    expect.stringContaining('older than the embedded list'),
  ]);
  const nothing = new Layers({
    ...places,
    ownTable: '/nowhere',
    systemTable: '/nowhere',
    packageData: '/nowhere',
  });
  expect(registryStatus(nothing, now).layers).toContainEqual(
    expect.objectContaining({ layer: 'embedded', present: false, problem: 'is missing' }),
  );
});
