import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transports } from '../../../src/core/transport.ts';
import {
  countRanges,
  countRecords,
  namedRangesOf,
  segmentsByTransport,
  speakers,
} from '../../../src/registry/table/compile.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { record } from '../synthetic.ts';

describe('which rows speak for a key', () => {
  test('one port says more than a span that calls it unassigned', () => {
    const rows = [
      record({ from: 7748, to: 7776, status: 'unassigned', service: null }),
      record({ from: 7775, service: 'inetfs' }),
      record({ from: 7776, status: 'unassigned', service: null }),
    ];
    expect(speakers([0, 1], rows)).toEqual([1]);
    expect(speakers([0, 2], rows)).toEqual([2]);
    expect(speakers([0], rows)).toEqual([0]);
  });

  test('of several services the order of the registry stands', () => {
    const rows = ['http', 'www', 'www-http'].map((service) => record({ from: 80, service }));
    expect(speakers([2, 0, 1], rows)).toEqual([0, 1, 2]);
  });

  test('an assignment comes before a reservation, a port before the range around it', () => {
    const rows = [
      record({ from: 6000, to: 6063, service: 'x11' }),
      record({ from: 6003, status: 'reserved', service: null }),
      record({ from: 6003, service: 'own' }),
    ];
    expect(speakers([0, 1, 2], rows)).toEqual([2, 0, 1]);
  });
});

const rowsOf = fc.array(
  fc
    .record({
      from: fc.integer({ min: 1000, max: 1060 }),
      length: fc.integer({ min: 0, max: 12 }),
      on: fc.subarray([...transports], { minLength: 1 }),
      status: fc.constantFrom('assigned', 'reserved', 'unassigned', 'de-assigned'),
    })
    .map(({ from, length, on, status }) =>
      record({
        from,
        to: from + length,
        transports: on,
        status,
        service: status === 'assigned' ? 's' : null,
      }),
    ),
  { maxLength: 12 },
);

test('segments say for every port what its rows say, and never overlap', () => {
  const property = fc.property(rowsOf, (rows) => {
    const segments = segmentsByTransport(rows);
    for (const transport of transports) {
      let previous = -1;
      for (const { from, to } of segments[transport]) {
        expect(from).toBeGreaterThan(previous);
        previous = to;
      }
      for (let port = 999; port <= 1075; port++) {
        const covering = [...rows.keys()].filter((number) => {
          const { ports, transports: on } = rows[number] ?? record({});
          return ports !== null && on.includes(transport) && port >= ports.from && port <= ports.to;
        });
        const found = segments[transport].find(({ from, to }) => port >= from && port <= to);
        expect(found?.records ?? []).toEqual(covering.length === 0 ? [] : speakers(covering, rows));
      }
    }
  });
  fc.assert(property, { numRuns: Math.min(fuzzRuns(100), 2_000) });
});

test('how full a range is adds up to its size, and counts a port once', () => {
  const counts = countRanges(
    segmentsByTransport([
      record({ from: 80, transports: ['tcp'] }),
      record({ from: 80, transports: ['udp'] }),
      record({ from: 81, transports: ['sctp'], status: 'reserved', service: null }),
      record({ from: 82, transports: ['tcp'], status: 'de-assigned', service: null }),
      record({ from: 1020, to: 1030, transports: ['udp'] }),
    ]),
  );
  expect(counts.system).toEqual({
    assigned: 5,
    reserved: 1,
    deAssigned: 1,
    unassigned: 1017,
    assignedOn: { tcp: 1, udp: 5, sctp: 0, dccp: 0 },
  });
  expect(counts.user).toMatchObject({ assigned: 7, unassigned: 48_121 });
  expect(counts.dynamic.unassigned).toBe(16_384);
});

test('records are counted with their keys, names and those without a port', () => {
  const rows = [
    record({ from: 6000, to: 6063, transports: ['tcp', 'udp'], service: 'x11' }),
    record({ from: 80, service: 'http' }),
    record({ service: 'http', transports: [] }),
    record({ from: 0, status: 'reserved', service: null }),
  ];
  expect(countRecords(rows, segmentsByTransport(rows))).toEqual({
    records: 4,
    assignedKeys: 129,
    names: 2,
    withoutPort: 1,
  });
});

test('a range on two transports is named once, a single port never', () => {
  const rows = [
    record({ from: 6000, to: 6063, transports: ['udp'], service: 'x11' }),
    record({ from: 6000, to: 6063, transports: ['tcp'], service: 'x11' }),
    record({ from: 3322, to: 3325, transports: [...transports], service: 'active-net' }),
    record({ from: 1011, to: 1020, service: null, status: 'reserved' }),
    record({ from: 80, service: 'http' }),
  ];
  expect(namedRangesOf(rows)).toEqual([
    expect.objectContaining({ service: 'active-net', transports: ['tcp', 'udp', 'sctp', 'dccp'] }),
    expect.objectContaining({ service: 'x11', transports: ['tcp', 'udp'], ports: { from: 6000, to: 6063 } }),
  ]);
});
