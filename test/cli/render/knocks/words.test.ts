import { describe, expect, test } from 'vitest';
import { portList, portsCell } from '../../../../src/cli/render/knocks/ports.ts';
import { duration, instant, shortInstant, spanWord } from '../../../../src/cli/render/knocks/times.ts';
import { chanceWord } from '../../../../src/cli/render/knocks/words.ts';
import { morning } from './findings.ts';

const names = (port: number): string | null => (port === 53 ? 'domain' : null);
const ports = (...all: readonly number[]) => ({
  count: all.length,
  exact: true,
  top: all.map((port) => ({ port, packets: 1 })),
});

describe('words', () => {
  test.each([
    [0, '0 s'],
    [0.31, '0.3 s'],
    [14.4, '14 s'],
    [125, '2 min 5 s'],
    [3600, '1 h'],
    [3605, '1 h'],
    [90_061, '1 d 1 h'],
  ])('%f seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  test.each([
    [2 ** -16, '1 in 65,536'],
    [1e-30, '1 in 10^30'],
    [0, 'practically never'],
    [0.5, '50 in 100'],
    [5e-324, '1 in 10^323'],
  ])('a chance of %f is %s', (chance, text) => expect(chanceWord(chance)).toBe(text));

  test('spans', () => {
    expect(spanWord({ from: null, to: null })).toBe('without times');
    expect(spanWord({ from: morning, to: morning })).toBe('2026-11-21 06:00:00 UTC');
    expect(spanWord({ from: morning, to: morning + 86_400e6 })).toBe(
      '2026-11-21 06:00:00 to 2026-11-22 06:00:00 UTC (1 d)',
    );
    expect(shortInstant(morning, { from: morning, to: morning + 400 * 86_400e6 })).toBe('2026-11-21 06:00');
    expect(instant(1e300)).toBe('');
  });

  test('ports by name where they are few, by number where some, by count where many', () => {
    expect(portsCell({ ports: ports(53), transport: 'udp' }, names)).toBe('53/udp domain');
    expect(portsCell({ ports: ports(1, 2, 3, 4, 5), transport: 'tcp' }, names)).toBe('1 2 3 4 5');
    expect(
      portsCell({ ports: ports(...Array.from({ length: 40 }, (_, i) => i)), transport: 'tcp' }, names),
    ).toBe('40 ports');
    expect(portsCell({ ports: ports(), transport: 'icmp' }, names)).toBe('icmp');
    expect(portList({ ports: ports(53, 54, 55), transport: 'udp' }, names, 2)).toBe(
      '53 domain, 54 and 1 more',
    );
  });
});
