import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moment } from '../../src/answer/moment.ts';
import { ago } from '../../src/cli/render/knocks/ago.ts';
import { addressOption } from '../../src/cli/address-option.ts';
import { formatIPv6 } from '../../src/core/address.ts';
import { fuzzRuns } from '../fuzz.ts';

const now = Date.parse('2026-11-21T06:00:00Z') * 1000;
const at = (text: string): number => Date.parse(text) * 1000;

describe('moment', () => {
  it.each([
    ['90s', now - 90e6],
    ['30m', now - 1800e6],
    ['2h', now - 7200e6],
    ['7d', now - 7 * 86_400e6],
    ['2w', now - 14 * 86_400e6],
    ['2026-11-20', at('2026-11-20T00:00:00Z')],
    ['2026-11-20T10:30', at('2026-11-20T10:30:00Z')],
    ['2026-11-20 10:30:05', at('2026-11-20T10:30:05Z')],
    ['2026-11-20T10:30+02:00', at('2026-11-20T08:30:00Z')],
    ['2024-02-29', at('2024-02-29T00:00:00Z')],
  ])('since %s', (text, wanted) => {
    expect(moment('since', text, now)).toBe(wanted);
  });

  it('until a day takes in the whole of it', () => {
    expect(moment('until', '2026-11-20', now)).toBe(at('2026-11-21T00:00:00Z') - 1);
  });

  it.each([
    '',
    'yesterday',
    '2h30m',
    '-2h',
    '2026-02-30',
    '2026-13-01',
    '20261120',
    '2026-11-20T25:00',
    '1e9s',
    '２h',
  ])('%j is refused', (text) => {
    expect(() => moment('since', text, now)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('never gives what is no number', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 30 }), fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\dZ?$/)),
        (text) => {
          let time: number | null = null;
          try {
            time = moment('until', text, now);
          } catch (error) {
            expect(error).toMatchObject({ code: 'USAGE' });
          }
          if (time !== null) expect(Number.isFinite(time)).toBe(true);
        },
      ),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('ago', () => {
  it.each([
    [0, 'now'],
    [-5, 'now'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [7199, '1 h ago'],
    [86_400 * 40, '40 d ago'],
    [86_400 * 800, '2 y ago'],
  ])('%d s', (seconds, text) => {
    expect(ago(now - seconds * 1e6, now)).toBe(text);
  });
});

describe('addressOption', () => {
  it('brings every form of an address to the one that the store has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.boolean(), (octets, sparse) => {
        if (sparse) octets.fill(0, 2, 12);
        const groups = Array.from(
          { length: 8 },
          (_, i) => ((octets[i * 2] ?? 0) << 8) | (octets[i * 2 + 1] ?? 0),
        );
        const long = groups.map((group) => group.toString(16).toUpperCase().padStart(4, '0')).join(':');
        expect(addressOption(long)).toBe(formatIPv6(octets));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it.each(['', '1.2.3', '01.2.3.4', '1.2.3.4/24', 'example.org', ':::', '1.2.3.4\u0000'])(
    '%j is refused',
    (text) => {
      expect(() => addressOption(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    },
  );
});
