import { isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIPv6 } from '../../../src/inspect/asked/ipv6.ts';
import { parseColonPlace, placeOf } from '../../../src/inspect/asked/place.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('IPv6 texts', () => {
  test.each([
    ['::', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8::00ff', '2001:db8::ff'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['1:2:3:4:5:6:7:8::', null],
    ['1::2::3', null],
    ['fe80::12345', null],
    ['fe80::4479:65ff:', null],
    ['1.2.3.4', null],
    ['', null],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalIPv6(text)).toBe(canonical);
  });

  test('whatever Node takes for an address is one, and its canonical text is stable', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = canonicalIPv6(text);
        expect(canonical).not.toBeNull();
        expect(isIPv6(canonical ?? '')).toBe(true);
        expect(canonicalIPv6(canonical ?? '')).toBe(canonical);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('any text is an address to both or to neither', () => {
    const text = fc.stringMatching(/^[0-9a-f:.]{0,24}$/);
    fc.assert(
      fc.property(text, (one) => {
        expect(canonicalIPv6(one) !== null).toBe(isIPv6(one));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('places', () => {
  test.each([
    ['*:5353', { address: null, family: null, zone: null, port: 5353 }],
    ['*:*', { address: null, family: null, zone: null, port: null }],
    ['127.0.0.1:80', { address: '127.0.0.1', family: 4, zone: null, port: 80 }],
    ['[::]:0', { address: '::', family: 6, zone: null, port: 0 }],
    ['[fe80::1%4]:1900', { address: 'fe80::1', family: 6, zone: '4', port: 1900 }],
    ['127.0.0.1:70000', null],
    ['fe80::1:22', null],
    ['localhost:22', null],
    [':22', null],
  ])('%s', (text, place) => {
    expect(parseColonPlace(text)).toEqual(place);
  });

  test('an address and port that were written are read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(65_535), (address, port) => {
        const text = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
        expect(parseColonPlace(text)).toEqual(placeOf(address, String(port)));
        expect(parseColonPlace(text)?.port).toBe(port);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
