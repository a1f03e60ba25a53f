import { isIPv6 } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIPv4, formatIPv6, scopeOf, withoutZone } from '../../src/core/address.ts';
import { fuzzRuns } from '../fuzz.ts';

const octets = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(':', ''), 'hex'));

describe('address text', () => {
  test('IPv4', () => {
    expect(formatIPv4([192, 0, 2, 1])).toBe('192.0.2.1');
  });

  // The cases of RFC 5952 section 4.
  test.each([
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['0000:0000:0000:0000:0000:0000:0000:0001', '::1'],
    ['2001:0db8:0000:0000:0000:0000:0002:0001', '2001:db8::2:1'],
    ['2001:0db8:0000:0001:0001:0001:0001:0001', '2001:db8:0:1:1:1:1:1'],
    ['2001:0000:0000:0001:0000:0000:0000:0001', '2001:0:0:1::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['0000:0000:0000:0000:0000:ffff:c000:0201', '::ffff:192.0.2.1'],
    ['fe80:0000:0000:0000:0000:0000:0000:0000', 'fe80::'],
  ])('%s is %s', (hex, expected) => {
    expect(formatIPv6(octets(hex))).toBe(expected);
  });

  test('every sixteen octets make one IPv6 address, and the shortest text of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const text = formatIPv6(bytes);
        expect(isIPv6(text)).toBe(true);
        expect(new URL(`http://[${text}]/`).hostname).toBe(
          new URL(
            `http://[${Buffer.from(bytes)
              .toString('hex')
              .replaceAll(/(.{4})(?!$)/g, '$1:')}]/`,
          ).hostname,
        );
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('scope', () => {
  test.each([
    ['0.0.0.0', 'wildcard'],
    ['::', 'wildcard'],
    ['127.0.0.53', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['8.8.8.8', 'public'],
    ['2001:db8::1', 'public'],
    ['nonsense', null],
    ['', null],
  ])('%s is %s', (address, expected) => {
    expect(scopeOf(address)).toBe(expected);
  });

  test('the zone is dropped', () => {
    expect(withoutZone('fe80::1%eth0')).toBe('fe80::1');
  });
});
