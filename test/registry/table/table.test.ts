import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transports } from '../../../src/core/transport.ts';
import { checkTable } from '../../../src/registry/table/check.ts';
import { openTable, type Table } from '../../../src/registry/table/read.ts';
import { readRecord, type TableRecord, writeRecord } from '../../../src/registry/table/record-text.ts';
import { newestDate, writeTable } from '../../../src/registry/table/write.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { temporaryFolder } from '../sandbox.ts';
import { record } from '../synthetic.ts';

const folder = temporaryFolder();
const source = {
  sources: [{ name: 'test', date: '2026-01-02' }],
  url: null,
  fetchedAt: null,
  whole: true,
} as const;

function written(records: readonly TableRecord[], name = 'a.table'): string {
  const path = join(folder, name);
  writeFileSync(path, writeTable({ ...source, records }));
  return path;
}

function opened(path: string): Table {
  const table = openTable(path);
  if (!table.ok) throw new Error(table.error);
  return table.value;
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const maybe = fc.option(text, { nil: null });
const anyRecord: fc.Arbitrary<TableRecord> = fc.record({
  ports: fc.option(
    fc
      .tuple(fc.nat(65_535), fc.nat(300))
      .map(([from, more]) => ({ from, to: Math.min(65_535, from + more) })),
    { nil: null },
  ),
  transports: fc.subarray([...transports]),
  status: fc.constantFrom('assigned', 'reserved', 'unassigned', 'de-assigned'),
  source: fc.nat(3),
  service: maybe,
  description: text,
  assignee: maybe,
  registered: maybe,
  modified: maybe,
  references: fc.array(
    fc.string({ minLength: 1, maxLength: 10 }).filter((one) => !one.includes('\n')),
    {
      maxLength: 3,
    },
  ),
  notes: maybe,
  unauthorizedUse: maybe,
});

test('a record is read as it was written', () => {
  const property = fc.property(anyRecord, (one) => {
    expect(readRecord(writeRecord(one))).toEqual(one);
  });
  fc.assert(property, { numRuns: fuzzRuns(500) });
});

test('a text that is no record is refused', () => {
  expect(() => readRecord('{}')).toThrow(SyntaxError);
  expect(() => readRecord('[')).toThrow(SyntaxError);
  expect(readRecord('[]')).toMatchObject({ ports: null, service: null, status: 'unassigned' });
});

test('a table gives back every record and finds every key', () => {
  const property = fc.property(fc.array(anyRecord, { maxLength: 20 }), (records) => {
    const table = opened(written(records));
    try {
      expect(records.map((_, number) => table.record(number))).toEqual(records);
      for (const [number, { ports, transports: on }] of records.entries()) {
        for (const transport of ports === null ? [] : on) {
          const found = table.segments.at(ports?.to ?? 0, transport);
          const covers = found?.records.some((other) => other === number) ?? false;
          expect(covers || records[number]?.status === 'unassigned').toBe(true);
        }
      }
    } finally {
      table.close();
    }
  });
  // Each run lays down a whole table; what is read from damaged ones is fuzzed further below.
  fc.assert(property, { numRuns: Math.min(fuzzRuns(60), 2_000) });
});

test('what lies between segments is not found', () => {
  const table = opened(written([record({ from: 10, to: 20 }), record({ from: 30 })]));
  const at = (port: number) => table.segments.at(port, 'tcp')?.records ?? null;
  expect([9, 10, 20, 21, 29, 30, 31, 65_535].map(at)).toEqual([null, [0], [0], null, null, [1], null, null]);
  expect(table.segments.at(10, 'udp')).toBeNull();
  table.close();
});

test('the nearest assigned segment is found on either side', () => {
  const table = opened(
    written([
      record({ from: 10, to: 20 }),
      record({ from: 25, status: 'reserved', service: null }),
      record({ from: 30 }),
    ]),
  );
  const near = (port: number, direction: -1 | 1) =>
    table.segments.nearestAssigned(port, 'tcp', direction)?.from ?? null;
  expect([
    near(25, -1),
    near(25, 1),
    near(15, -1),
    near(15, 1),
    near(30, 1),
    near(9, -1),
    near(9, 1),
  ]).toEqual([10, 30, null, 30, null, null, 10]);
  expect(table.segments.nearestAssigned(25, 'dccp', 1)).toBeNull();
  table.close();
});

const reasonFor = (content: Uint8Array | string): string => {
  const path = join(folder, 'foreign.table');
  writeFileSync(path, content);
  const table = openTable(path);
  return table.ok ? 'opened' : table.error;
};

describe('damage', () => {
  const records = Array.from({ length: 40 }, (_, step) =>
    record({ from: 100 + step, service: `name-${step}` }),
  );

  test('any byte changed anywhere is found by a full check', () => {
    const path = written(records, 'whole.table');
    expect(checkTable(path)).toEqual([]);
    const bytes = readFileSync(path);
    const property = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ change;
      const other = join(folder, 'bent.table');
      writeFileSync(other, bent);
      expect(checkTable(other)).toHaveLength(1);
    });
    fc.assert(property, { numRuns: fuzzRuns(300) });
  });

  test('opening and asking never yields a wrong record', () => {
    const path = written(records, 'whole.table');
    const bytes = readFileSync(path);
    const property = fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ change;
      const other = join(folder, 'asked.table');
      writeFileSync(other, bent);
      const table = openTable(other);
      if (!table.ok) return;
      try {
        const number = table.value.segments.at(117, 'tcp')?.records[0] ?? -1;
        expect(table.value.record(number).service).toBe('name-17');
      } catch (error) {
        expect(error).toMatchObject({ code: 'REGISTRY_DAMAGED' });
      } finally {
        table.value.close();
      }
    });
    fc.assert(property, { numRuns: fuzzRuns(300) });
  });

  test('a cut, a lengthened, an empty and a foreign file are told apart', () => {
    const bytes = readFileSync(written(records, 'whole.table'));
    expect(reasonFor(bytes.subarray(0, bytes.length - 5))).toMatch(/has \d+ bytes instead of \d+/);
    expect(reasonFor(Buffer.concat([bytes, Buffer.from('more')]))).toMatch(/has \d+ bytes instead of \d+/);
    expect(reasonFor('')).toBe('has 0 bytes, which no table has');
    expect(reasonFor('x'.repeat(500))).toBe('is not a registry table');
    const future = Buffer.from(bytes);
    future.writeUInt32LE(2, 8);
    expect(reasonFor(future)).toBe('has format 2, this release reads 1');
  });

  test('a missing file and a folder are reasons, too', () => {
    expect(openTable(join(folder, 'nowhere'))).toEqual({ ok: false, error: 'cannot be read (ENOENT)' });
    mkdirSync(join(folder, 'folder.table'));
    expect(openTable(join(folder, 'folder.table'))).toMatchObject({ ok: false });
  });
});

test('the newest date is the age of the data; a date to come is a slip of the pen', () => {
  const rows = [
    record({ registered: '2004-11', modified: null }),
    record({ registered: '2020-01-01', modified: '2025-02-13' }),
    record({ registered: '2205-01-01' }),
    record({ registered: 'soon' }),
  ];
  expect(newestDate(rows, '2026-11-21')).toBe('2025-02-13');
  expect(newestDate([], '2026-11-21')).toBeNull();
});
