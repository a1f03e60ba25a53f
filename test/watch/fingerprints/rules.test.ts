import { describe, expect, it } from 'vitest';
import { known } from '../../../src/watch/record.ts';
import { addressNumber, drawn, low, type RecordFields } from './records.ts';
import { linux, many, verdictOf } from './verdicts.ts';

/* Packets built from the documented facts of each tool: synthetic, as are those of versions that Debian lacks. */

const target = '198.51.100.7';

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
      version: 'older: draws its windows',
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

  it('is not nmap, whose numbers now and then differ as target and port do', () => {
    // Target and source port move by one, and nmap's number by 0x00010001: its halves are equal, so it proves neither.
    const sweep = Array.from({ length: 6 }, (_, index) => ({
      destination: `198.51.100.${10 + (index % 2)}`,
      sourcePort: 40_000 + (index % 2),
      destinationPort: 80,
      sequence: (0x77001234 ^ (index % 2 === 0 ? 0 : 0x00010001)) >>> 0,
      window: 1024,
      kinds: [2],
      segment: 1460,
    }));
    const difference = addressNumber('198.51.100.10') ^ addressNumber('198.51.100.11') ^ (1 << 16);
    expect(difference).toBe(0x00010001);
    expect(verdictOf(sweep)).toMatchObject({ name: 'nmap' });
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
