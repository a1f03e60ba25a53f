import { describe, expect, test } from 'vitest';
import { reachOf } from '../../../src/inspect/asked/reach.ts';
import { addresses } from '../recorded.ts';

describe('from where an address can be reached', () => {
  test.each([
    ['127.0.0.1', [4], 'loopback'],
    ['fe80::1', [6], 'link-local'],
    ['192.168.1.4', [4], 'private'],
    ['8.8.8.8', [4], 'public'],
    ['0.0.0.0', [4], 'private'],
    ['::', [6], 'public'],
    ['::', [4, 6], 'public'],
  ] as const)('%s of families %j: %s', (address, families, reach) => {
    const of = reachOf(addresses('127.0.0.1', '10.0.0.7', 'fe80::5', '2001:db8::5'));
    expect(of(address, families)).toBe(reach);
  });

  test('a wildcard on a machine with loopback only stays there', () => {
    expect(reachOf(addresses('127.0.0.1'))('0.0.0.0', [4])).toBe('loopback');
  });

  test('a wildcard of a family without addresses is taken for the widest', () => {
    expect(reachOf({})('0.0.0.0', [4])).toBe('public');
  });
});
