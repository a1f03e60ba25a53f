import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTransport, type Transport, transports } from '../../../src/core/transport.ts';
import { openRegistry, type Registry } from '../../../src/registry/open.ts';
import { updateRegistry } from '../../../src/registry/update/update.ts';
import { builtPlaces, readRealCsv, realCsv, realCsvMissing } from '../sandbox.ts';

/** A row as plainly as it can be read; none of the project's own reading is used. */
interface PlainRow {
  readonly service: string;
  readonly from: number;
  readonly to: number;
  readonly on: readonly Transport[];
  readonly words: string;
}

function plainRows(): readonly PlainRow[] {
  const rows: readonly (readonly string[])[] = parse(readRealCsv(), { from: 2 });
  return rows.flatMap(([service = '', port = '', transport = '', description = '', ...rest]) => {
    if (port === '') return [];
    const [from, to = from] = port.split('-').map(Number);
    const on = isTransport(transport) ? [transport] : [...transports];
    return { service, from: from ?? -1, to: to ?? -1, on, words: `${description} ${rest.at(-1) ?? ''}` };
  });
}

/** What the registry's words come to, by rules written here once more. */
function plainStatus({ service, words }: PlainRow): string {
  if (service !== '') return 'assigned';
  if (/^\(?unassigned/i.test(words)) return 'unassigned';
  if (/^reserved/i.test(words)) {
    return /de-?assigned|removed|previous contact/i.test(words) ? 'de-assigned' : 'reserved';
  }
  if (words.startsWith('any private')) return 'assigned';
  return /^possibly/i.test(words) ? 'reserved' : 'de-assigned';
}

type Keys = readonly (readonly PlainRow[] | undefined)[];

function rowsByPort(rows: readonly PlainRow[], transport: Transport): Keys {
  const keys: PlainRow[][] = [];
  for (const row of rows) {
    if (!row.on.includes(transport)) continue;
    for (let port = row.from; port <= row.to; port++) (keys[port] ??= []).push(row);
  }
  return keys;
}

/** The service names and the status that must be given for a key. */
function expected(rows: readonly PlainRow[] | undefined): string {
  const telling = (rows ?? []).filter((row) => plainStatus(row) !== 'unassigned');
  if (telling.length === 0) return 'unassigned:';
  return telling.map((row) => `${plainStatus(row)}:${row.service}`).join(' ');
}

const bare = (text: string): string => text.replace(/[\s[\]_,.]+/g, '');

describe.skipIf(realCsvMissing)('after an update from the real registry (needs ../shared/iana)', () => {
  const rows = realCsvMissing ? [] : plainRows();
  let registry: Registry;

  beforeAll(async () => {
    const places = { ...builtPlaces(), services: '/nowhere' };
    mkdirSync(dirname(places.ownTable), { recursive: true });
    await updateRegistry({ from: realCsv, to: places.ownTable });
    registry = openRegistry(places);
  });
  afterAll(() => registry.close());

  test.each(transports)('each of the 65,536 keys of %s is what the file says', (transport) => {
    const keys = rowsByPort(rows, transport);
    const wrong: string[] = [];
    let assigned = 0;
    for (let port = 0; port <= 65_535; port++) {
      const want = expected(keys[port]);
      const given = registry.lookup(port, transport);
      const found = given.map(({ status, service }) => `${status}:${service ?? ''}`).join(' ');
      if (found !== want) wrong.push(`${port}: ${found} instead of ${want}`);
      if (want.startsWith('assigned')) assigned++;
    }
    expect(wrong).toEqual([]);
    expect(assigned).toBeGreaterThan(transport === 'tcp' || transport === 'udp' ? 5_000 : 100);
  });

  test('every word of a row is kept: description, assignee, dates, references, notes', () => {
    const all: readonly (readonly string[])[] = parse(readRealCsv(), { from: 2 });
    const wrong: string[] = [];
    for (const fields of all) {
      const [service = '', port = '', transport = ''] = fields;
      if (!/^\d+$/.test(port) || !isTransport(transport) || service === '') continue;
      const found = registry.lookup(Number(port), transport).find((one) => one.service === service);
      const given = bare(JSON.stringify(found).replaceAll('\\"', '"'));
      for (const place of [3, 4, 6, 7, 8, 10, 11]) {
        for (const line of (fields[place] ?? '').split(/\n|\]\[/)) {
          if (!given.includes(bare(line))) wrong.push(`${service} ${port}: ${line}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('ranges are as full as a plain count says', () => {
    const strongest = new Map<number, Set<string>>();
    for (const row of rows) {
      for (let port = row.from; port <= row.to; port++) {
        strongest.set(port, (strongest.get(port) ?? new Set()).add(plainStatus(row)));
      }
    }
    const count = (from: number, to: number): number =>
      [...strongest].filter(([port, all]) => port >= from && port <= to && all.has('assigned')).length;
    expect(registry.rangeInfo(0).counts?.assigned).toBe(count(0, 1023));
    expect(registry.rangeInfo(2174).counts?.assigned).toBe(count(1024, 49_151));
    expect(registry.rangeInfo(2174).size).toBe(48_128);
    expect(registry.rangeInfo(60_000).counts?.assigned).toBe(0);
  });

  test('the story ports', () => {
    expect(registry.lookup(2174, 'tcp')[0]).toMatchObject({
      assignee: 'Itai Greenberg',
      registered: '2004-11',
    });
    expect(registry.lookup(2244, null).map(({ service }) => service)).toEqual(['nmsserver', 'nmsserver']);
    expect(registry.lookup(2504, null).map(({ service }) => service)).toEqual(['wlbs', 'wlbs']);
    expect(registry.lookup(6000, 'tcp')[0]).toMatchObject({
      service: 'x11',
      ports: { from: 6000, to: 6063 },
    });
    expect(registry.lookup(80, 'tcp').map(({ service }) => service)).toEqual(['http', 'www', 'www-http']);
  });
});
