import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReeveError } from '../../src/core/errors.ts';
import { formatPortQuery, parsePortQueries, parsePortQuery } from '../../src/core/port.ts';
import { transports } from '../../src/core/transport.ts';
import { fuzzRuns } from '../fuzz.ts';

const codeOf = (text: string): string | null => {
  try {
    parsePortQueries(text);
    return null;
  } catch (error) {
    return isReeveError(error) ? error.code : 'other';
  }
};

describe('a port as a person writes it', () => {
  test.each([
    ['443', { port: 443, transport: null }],
    ['443/tcp', { port: 443, transport: 'tcp' }],
    ['53/UDP', { port: 53, transport: 'udp' }],
    [':8080', { port: 8080, transport: null }],
    [' 0 ', { port: 0, transport: null }],
    ['65535/sctp', { port: 65_535, transport: 'sctp' }],
  ])('%s', (text, expected) => {
    expect(parsePortQuery(text)).toEqual(expected);
  });

  test.each([
    '',
    '-1',
    '65536',
    '2504abc',
    '2504.0',
    '1e3',
    '0x50',
    '２５０４',
    '٢٥٠٤',
    '99999999999',
    '/tcp',
    '443/',
    'http',
  ])('is not %j', (text) => {
    expect(codeOf(text)).toBe('PORT_INVALID');
  });

  test('a transport without ports of its own is refused by name', () => {
    expect(codeOf('443/icmp')).toBe('TRANSPORT_INVALID');
    expect(() => parsePortQuery('443/icmp')).toThrow(/443\/tcp/);
  });

  test('whatever comes in, either a query comes out or an error of the catalogue', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['PORT_INVALID', 'TRANSPORT_INVALID', null]).toContain(codeOf(text));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.constantFrom(null, ...transports),
        (port, transport) => {
          expect(parsePortQuery(formatPortQuery({ port, transport }))).toEqual({ port, transport });
        },
      ),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('a span', () => {
  test('is one query a port', () => {
    expect(parsePortQueries('2171-2174/tcp').map(formatPortQuery)).toEqual([
      '2171/tcp',
      '2172/tcp',
      '2173/tcp',
      '2174/tcp',
    ]);
  });

  test('runs upwards', () => {
    expect(codeOf('20-10')).toBe('PORT_INVALID');
    expect(() => parsePortQueries('20-10')).toThrow(/10-20/);
  });
});
