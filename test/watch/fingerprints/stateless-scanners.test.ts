import { describe, expect, it } from 'vitest';
import { known } from '../../../src/watch/record.ts';
import { addressNumber, low, type RecordFields } from './records.ts';
import { linux, many, verdictOf } from './verdicts.ts';

/* Packets built from the documented facts of each tool: synthetic, as are those of versions that Debian lacks. */

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
