import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIPv4, formatIPv6 } from '../../../src/core/address.ts';
import { addressWords } from '../../../src/watch/who/address-words.ts';
import { parseCidr, prefixOf } from '../../../src/watch/who/cidr.ts';
import { rangeOf } from '../../../src/watch/who/range.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('a special range', () => {
  it.each([
    ['10.255.0.1', 'private'],
    ['172.16.0.0', 'private'],
    ['172.32.0.0', null],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'cgnat'],
    ['100.128.0.0', null],
    ['127.9.9.9', 'loopback'],
    ['169.254.1.1', 'link-local'],
    ['192.0.2.7', 'documentation'],
    ['192.0.0.1', 'ds-lite'],
    ['192.0.0.100', 'protocol'],
    ['198.19.255.255', 'benchmarking'],
    ['198.20.0.0', null],
    ['192.88.99.1', '6to4-relay'],
    ['224.0.0.251', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['0.1.2.3', 'this-network'],
    ['8.8.8.8', null],
    ['::', 'this-network'],
    ['::1', 'loopback'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:8.8.8.8', null],
    ['64:ff9b::808:808', 'nat64'],
    ['100::5', 'discard'],
    ['2001::1', 'teredo'],
    ['2001:2::1', 'benchmarking'],
    ['2001:100::1', 'protocol'],
    ['2001:db8:1::', 'documentation'],
    ['3fff:abc::1', 'documentation'],
    ['2002:808:808::1', '6to4'],
    ['2001:4860:4860::8888', null],
    ['2606:4700::1111', null],
    ['fd12:3456::1', 'unique-local'],
    ['fe80::1%eth0', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'reserved'],
    ['not an address', null],
    ['10.0.0', null],
  ])('of %s is %s', (address, name) => {
    expect(rangeOf(address)?.name ?? null).toBe(name);
  });

  it('has a sentence with its source', () => {
    expect(rangeOf('10.0.0.1')).toEqual({ name: 'private', text: 'private (RFC 1918)' });
  });
});

describe('an address in words', () => {
  const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 });
  const v6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const word = (bytes: Uint8Array, at: number): number =>
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);

  it('is what its bytes are', () => {
    fc.assert(
      fc.property(v4, v6, (four, six) => {
        expect(addressWords(formatIPv4(four))).toEqual([word(four, 0)]);
        const mapped = word(six, 0) === 0 && word(six, 4) === 0 && word(six, 8) === 0xffff;
        if (!mapped) expect(addressWords(formatIPv6(six))).toEqual([0, 4, 8, 12].map((at) => word(six, at)));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('is nothing for any other text, and never an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const words = addressWords(text);
        expect(words === null || words.length === 1 || words.length === 4).toBe(true);
        rangeOf(text);
        parseCidr(text);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('lies within each of its own prefixes', () => {
    fc.assert(
      fc.property(v4, fc.nat(32), (four, bits) => {
        const cidr = parseCidr(`${formatIPv4(four)}/${bits}`);
        expect(cidr).toEqual({ words: prefixOf([word(four, 0)], bits), bits });
        expect(bits === 0 ? 0 : (word(four, 0) & (-1 << (32 - bits))) >>> 0).toBe(cidr?.words[0]);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '::ffff:10.0.0.0/64',
    'fe80::1%eth0/64',
  ])('makes no network of %s', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  it('takes the mapped form of IPv4 for IPv4', () => {
    expect(parseCidr('::ffff:10.1.2.3/104')).toEqual(parseCidr('10.0.0.0/8'));
  });
});
