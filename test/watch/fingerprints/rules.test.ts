import { describe, expect, it } from 'vitest';
import { judgeTool } from '../../../src/watch/fingerprints/index.ts';
import { known } from '../../../src/watch/record.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { addressNumber, batchOf, drawn, low, type RecordFields } from './records.ts';
import { summaryOfRecords } from './summaries.ts';

/* Packets built from the documented facts of each tool: synthetic, as are those of versions that Debian lacks. */

const verdictOf = (records: readonly RecordFields[], changes: Partial<SourceSummary> = {}) =>
  judgeTool(summaryOfRecords(batchOf(records), changes));

const many = (count: number, make: (index: number, random: () => number) => RecordFields, seed = 7) => {
  const random = drawn(seed);
  return Array.from({ length: count }, (_, index) => make(index, random));
};

const target = '198.51.100.7';

/** masscan's probe of a port; `aimed` is the address that it was given, where a translation changed it. */
const masscan =
  (fields: RecordFields, aimed = target) =>
  (index: number, random: () => number): RecordFields => {
    const sequence = random();
    const destinationPort = 1000 + index;
    return {
      ...fields,
      destinationPort,
      sequence,
      id: low(addressNumber(aimed) ^ destinationPort ^ sequence),
      sourcePort: 51_436,
      ttl: 240,
    };
  };
const before2023: RecordFields = { window: 1024 };
const since2023: RecordFields = { window: 1025, kinds: [2], segment: 1460 };

const linux = (index: number, random: () => number): RecordFields => ({
  dontFragment: true,
  window: 64_240,
  kinds: [2, 4, 5, 1, 3],
  segment: 1460,
  scale: 7,
  timestamp: random(),
  sequence: random(),
  id: low(random()),
  sourcePort: 32_768 + (random() % 28_000),
  destinationPort: 443 + (index % 3),
  ttl: 52,
});

describe('masscan', () => {
  it.each([
    [before2023, '2014-01 to 2023-11'],
    [since2023, '2023-11 or newer'],
    [{ window: 0 }, 'until 2014-01'],
  ])('is proven by its relation, the era by the form (%o)', (fields, version) => {
    const verdict = verdictOf(many(20, masscan(fields)));
    expect(verdict).toMatchObject({ name: 'masscan', level: 'proven', version });
    expect(verdict.chance).toBeLessThan(1e-90);
  });

  it('is likely from one packet that has the form too, and only possible without it', () => {
    expect(verdictOf(many(1, masscan(since2023)))).toMatchObject({
      name: 'masscan',
      level: 'likely',
      chance: 2 ** -16,
    });
    expect(verdictOf(many(1, masscan({ window: 777 })))).toMatchObject({
      name: 'masscan',
      level: 'possible',
    });
  });

  it('is not proven by one match that was sent ten times', () => {
    const [one] = many(1, masscan({ window: 777 }));
    const verdict = verdictOf(Array.from({ length: 10 }, () => one ?? {}));
    expect(verdict.level).toBe('possible');
    expect(verdict.chance).toBeGreaterThan(1e-5);
  });

  it('is told from other senders behind the same address', () => {
    const verdict = verdictOf([...many(400, masscan(before2023)), ...many(600, linux)]);
    expect(verdict).toMatchObject({ name: 'masscan', level: 'proven' });
    expect(verdict.because[0]).toContain('in 400 of 1000 packets');
    expect(verdict.because.join(' ')).toContain('Besides, kernel connect in 600 packets');
  });

  it('shows through an address translation, by one source alone', () => {
    const verdict = verdictOf(many(12, masscan(before2023, '203.0.113.77')));
    expect(verdict).toMatchObject({ name: 'masscan', level: 'proven', version: '2014-01 to 2023-11' });
    expect(verdict.because.join(' ')).not.toMatch(/203\.0\.113|0x|51967/);
    expect(verdict.chance).toBeLessThan(1e-40);
  });

  it('and by several sources with a packet each', () => {
    const shared = { tool: 'masscan', matches: 34, tried: 36, sources: 5 } as const;
    const one = many(1, masscan(before2023, '203.0.113.77'));
    expect(verdictOf(one, { shared })).toMatchObject({ name: 'masscan', level: 'proven' });
    expect(verdictOf(one, { shared: null })).toMatchObject({ name: null, level: 'unknown' });
  });

  it('is only possible by form where the sequence is not in the input', () => {
    const lacks =
      known.sequence | known.acknowledgement | known.optionKinds | known.optionValues | known.headerLength;
    const verdict = verdictOf(many(20, masscan({ ...before2023, lacks })));
    expect(verdict).toMatchObject({ name: 'masscan', level: 'possible', chance: null });
  });

  it('is not said of its form where the relation could be asked and fails', () => {
    const other = many(20, (index, random) => ({
      window: 1024,
      sequence: random(),
      id: low(random()),
      destinationPort: index,
    }));
    expect(verdictOf(other)).toMatchObject({ name: null, level: 'unknown' });
  });
});

const zmapOptions = {
  windows: { window: 65_535, kinds: [2, 1, 3, 1, 1, 4], segment: 1460, scale: 8, ttl: 50 },
  linux: { window: 65_535, kinds: [2, 4, 5, 1, 3], segment: 1460, scale: 7, ttl: 50 },
  bsd: { window: 65_535, kinds: [2, 1, 3, 1, 1, 5, 4], segment: 1460, scale: 6, ttl: 50 },
  smallest: { window: 65_535, kinds: [2], segment: 1460, ttl: 50 },
} as const;

const scattered =
  (fields: RecordFields) =>
  (index: number, random: () => number): RecordFields => ({
    id: low(random()),
    sequence: random(),
    sourcePort: 33_000 + index * 3,
    destination: `198.51.100.${index}`,
    ...fields,
  });

describe('ZMap', () => {
  it('until 4.0 is its id together with its window, whatever the options', () => {
    const forks = [{}, { kinds: [2], segment: 536 }, { kinds: [2], segment: 1424 }];
    for (const fork of forks)
      expect(verdictOf(many(5, scattered({ id: 54_321, window: 65_535, ttl: 240, ...fork })))).toMatchObject({
        name: 'zmap',
        level: 'proven',
        version: '4.0 or older',
      });
  });

  it('is not the id alone', () => {
    for (const window of [1024, 0, 29_200])
      expect(verdictOf(many(3, scattered({ id: 54_321, window }))).name).not.toBe('zmap');
  });

  it.each(Object.entries(zmapOptions))(
    'since 4.1 is likely by two packets with its options (%s)',
    (name, fields) => {
      const timestamp = 1_750_000_000;
      const verdict = verdictOf(
        many(2, scattered({ ...fields, timestamp: name === 'linux' || name === 'bsd' ? timestamp : 0 })),
      );
      expect(verdict).toMatchObject({ name: 'zmap', level: 'likely', chance: null });
      expect(verdictOf(many(1, scattered({ ...fields, timestamp })))).toMatchObject({ level: 'possible' });
    },
  );

  it('since 4.1 needs the exact MSS, no DF and a TTL from 64', () => {
    for (const change of [
      { segment: 1398 },
      { segment: 1424 },
      { dontFragment: true },
      { ttl: 113 },
      { scale: 7 },
    ])
      expect(
        verdictOf(many(4, scattered({ ...zmapOptions.windows, ...change }))).name,
        JSON.stringify(change),
      ).not.toBe('zmap');
  });

  it('is proven by a timestamp that is the time of day', () => {
    const time = 1_750_000_000.25e6;
    const records = many(3, (index, random) => ({
      ...scattered(zmapOptions.linux)(index, random),
      timestamp: 1_750_000_000,
      time,
    }));
    expect(verdictOf(records)).toMatchObject({ name: 'zmap', level: 'proven' });
    expect(verdictOf(records.map((fields) => ({ ...fields, time: time + 60e6 })))).toMatchObject({
      level: 'likely',
    });
    expect(verdictOf(records.map((fields) => ({ ...fields, ttl: 240 })))).toMatchObject({ version: '4.1.0' });
  });

  it('is proven by retries that keep all but the source port', () => {
    const retries = many(4, scattered(zmapOptions.windows)).flatMap((fields) => [
      fields,
      { ...fields, sourcePort: (fields.sourcePort ?? 0) + 1 },
    ]);
    const verdict = verdictOf(retries);
    expect(verdict).toMatchObject({ name: 'zmap', level: 'proven', version: '4.1.1 or newer' });
    expect(verdict.because.join(' ')).toContain('move the source port');
  });
});

/** nmap hides a small number in the sequence, the same in both halves under a mask of the run. */
const nmapNumber = (tries: number): number => (0x5a17c3e1 ^ ((tries << 16) | tries)) >>> 0;
const nmap = (index: number, random: () => number): RecordFields => ({
  window: 1024,
  kinds: [2],
  segment: 1460,
  ttl: 37 + (random() % 23),
  id: low(random()),
  sourcePort: 55_555,
  destinationPort: 1 + index,
  sequence: nmapNumber(index % 2),
});

describe('nmap', () => {
  it('is proven by equal halves, its form and its drawn TTL', () => {
    expect(verdictOf(many(30, nmap))).toMatchObject({
      name: 'nmap',
      level: 'proven',
      chance: expect.closeTo(2 ** -16, 9),
    });
  });

  it('is proven by three numbers without any form', () => {
    const records = many(9, (index, random) => ({
      ...nmap(index, random),
      ttl: 50,
      sequence: nmapNumber(index % 3),
    }));
    expect(verdictOf(records).chance).toBeCloseTo(2 ** -32, 15);
    expect(verdictOf(records).level).toBe('proven');
  });

  it('is likely where one number serves every port', () => {
    const records = many(9, (index, random) => ({ ...nmap(index, random), sequence: nmapNumber(1) }));
    expect(verdictOf(records)).toMatchObject({ name: 'nmap', level: 'likely', chance: null });
  });

  it('is not said of drawn numbers in its form: those are another tool', () => {
    const records = many(16, (index, random) => ({ ...nmap(index, random), ttl: 50, sequence: random() }));
    expect(verdictOf(records)).toMatchObject({ name: 'nmap', level: 'possible' });
  });

  it('is likely from a log without sequences by its form and TTL alone', () => {
    const lacks =
      known.sequence | known.acknowledgement | known.optionKinds | known.optionValues | known.headerLength;
    const windows = [1024, 2048, 3072, 4096];
    const records = many(30, (index, random) => ({
      ...nmap(index, random),
      lacks,
      window: windows[index % 4] ?? 0,
    }));
    expect(verdictOf(records)).toMatchObject({
      name: 'nmap',
      level: 'likely',
      version: 'older, with drawn windows',
    });
  });
});

describe('the Mirai family', () => {
  const bot =
    (port: (index: number) => number) =>
    (index: number, random: () => number): RecordFields => ({
      destination: `198.51.100.${index}`,
      sequence: addressNumber(`198.51.100.${index}`),
      destinationPort: port(index),
      sourcePort: 4242,
      window: 31_337,
      id: low(random()),
    });

  it('is proven by sequence = destination', () => {
    const verdict = verdictOf(
      many(
        20,
        bot((index) => (index % 10 === 0 ? 2323 : 23)),
      ),
    );
    expect(verdict).toMatchObject({
      name: 'mirai',
      level: 'proven',
      version: 'ports 23 and 2323, as the original',
    });
    expect(verdict.because.join(' ')).toContain('One source port for all');
    expect(
      verdictOf(
        many(
          3,
          bot(() => 5555),
        ),
      ),
    ).toMatchObject({ version: 'a variant with other ports' });
  });

  it('counts a target once', () => {
    const again = Array.from({ length: 9 }, () => bot(() => 23)(3, () => 5));
    expect(verdictOf(again).chance).toBeCloseTo(2 ** -32, 12);
  });

  it('shows through a translation by several sources, never more than likely', () => {
    const one = [{ sequence: 0x01020304, destinationPort: 23, window: 4000 }];
    const shared = { tool: 'mirai', matches: 3, tried: 40, sources: 3 } as const;
    const verdict = verdictOf(one, { shared });
    expect(verdict).toMatchObject({ name: 'mirai', level: 'likely' });
    expect(verdict.because.join(' ')).not.toMatch(/1\.2\.3\.4|16909060|1020304/);
    const other = [{ sequence: 0x01020304, destinationPort: 445, window: 4000 }];
    expect(verdictOf(other, { shared }).level).toBe('possible');
  });
});

describe('unicornscan', () => {
  const key = 0x13572468;
  const probe =
    (mixed: (sourcePort: number, port: number) => number) =>
    (index: number, random: () => number): RecordFields => {
      const destinationPort = 20 + index;
      const sourcePort = 1024 + (random() % 60_000);
      const sequence = (key ^ addressNumber(target) ^ mixed(sourcePort, destinationPort)) >>> 0;
      return { destinationPort, sourcePort, sequence, window: 8192, id: low(random()) };
    };

  it('is proven by its relation, with the ports in either order', () => {
    for (const mixed of [
      (source: number, port: number) => (source << 16) | port,
      (source: number, port: number) => (port << 16) | source,
    ])
      expect(verdictOf(many(6, probe(mixed)))).toMatchObject({ name: 'unicornscan', level: 'proven' });
  });

  it('is proven in a sweep, where a little-endian machine turns the address round', () => {
    const sweep = many(6, (index, random) => {
      const destination = `198.51.100.${10 + index}`;
      const turned = addressNumber(destination.split('.').toReversed().join('.'));
      const sourcePort = 1024 + (random() % 60_000);
      return {
        destination,
        sourcePort,
        sequence: (key ^ turned ^ ((80 << 16) | sourcePort)) >>> 0,
        window: 8192,
      };
    });
    expect(verdictOf(sweep)).toMatchObject({ name: 'unicornscan', level: 'proven' });
  });

  it('is not a sequence number that never changes', () => {
    const constant = many(6, () => ({ sequence: key, window: 8192 }));
    expect(verdictOf(constant).name).toBeNull();
  });

  it('is possible by what it mimics', () => {
    expect(verdictOf([{ kinds: [2, 6], segment: 1024, window: 8192 }])).toMatchObject({
      name: 'unicornscan',
      level: 'possible',
    });
  });
});

describe('hajime', () => {
  const probe = (index: number, random: () => number): RecordFields => ({
    window: 14_600,
    sequence: (random() & 0xffff0000) >>> 0,
    id: low(random()),
    destination: `198.51.100.${index}`,
  });

  it('is never more than possible, and never an old Linux with options', () => {
    expect(verdictOf(many(5, probe))).toMatchObject({ name: 'hajime', level: 'possible' });
    const old = many(5, (index, random) => ({
      ...linux(index, random),
      window: 14_600,
      sequence: 0x12340000,
    }));
    expect(verdictOf(old)).toMatchObject({ name: 'kernel connect', version: 'Linux' });
  });
});

describe('kernel connect', () => {
  it.each([
    [[2, 4, 5, 1, 3], 29_200, 'Linux 3.x or newer'],
    [[2, 4, 5, 1, 3], 5840, 'Linux 2.6 or older'],
    [[2, 1, 3, 1, 1, 4], 64_240, 'Windows'],
    [[2, 1, 1, 4], 65_535, 'Windows'],
    [[2, 1, 3, 1, 1, 5, 4], 65_535, 'macOS or a BSD'],
  ])('names the system by the order of its options (%o)', (kinds, window, version) => {
    const records = many(4, (index, random) => ({ ...linux(index, random), kinds, window }));
    expect(verdictOf(records)).toMatchObject({
      name: 'kernel connect',
      level: 'likely',
      version,
      chance: null,
    });
  });
});

describe('what is no tool', () => {
  it('random SYNs are not called one, alone or in rows', () => {
    const random = drawn(99);
    const junk = (): RecordFields => ({
      window: low(random()),
      id: low(random()),
      sequence: random(),
      destinationPort: low(random()),
      sourcePort: low(random()),
      ttl: 30 + (random() % 200),
      dontFragment: random() % 2 === 0,
    });
    const levels = { proven: 0, likely: 0, possible: 0, unknown: 0 };
    for (let source = 0; source < 4000; source++) levels[verdictOf([junk()]).level]++;
    for (let source = 0; source < 300; source++) levels[verdictOf(Array.from({ length: 12 }, junk)).level]++;
    expect(levels).toEqual({
      proven: 0,
      likely: 0,
      possible: expect.any(Number),
      unknown: expect.any(Number),
    });
    expect(levels.possible).toBeLessThan(5);
  });
});
