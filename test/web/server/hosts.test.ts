import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { hostCheck, hostName, sameOrigin } from '../../../src/web/server/hosts.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { loopback } from './harness.ts';

const other = { ...loopback, kind: 'other', localAddress: '192.0.2.1', remoteAddress: '192.0.2.9' } as const;

describe('the name in a Host header', () => {
  test.each([
    ['127.0.0.1:7678', '127.0.0.1'],
    ['[::1]:80', '::1'],
    ['Reeve.Example.org', 'reeve.example.org'],
    ['', null],
    ['a b', null],
    ['a:b', null],
    ['[::1', null],
    ['evil.example/127.0.0.1', null],
    ['user@127.0.0.1', null],
  ])('%s', (header, name) => expect(hostName(header)).toBe(name));

  it('never throws, and gives nothing that a URL would not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webAuthority()), (text) => {
        const name = hostName(text);
        if (name !== null) expect(name).toMatch(/^[a-z0-9:._-]+$/i);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});

describe('whether it is ours', () => {
  const isOurs = hostCheck(['Reeve.example.org'], ['127.0.0.1', '0.0.0.0']);

  it('on loopback: its names and addresses, and those that were told', () => {
    for (const host of ['localhost', '127.0.0.1:80', '[::1]', '127.1.2.3', 'reeve.EXAMPLE.org:443'])
      expect(isOurs(host, loopback)).toBe(true);
    for (const host of [
      undefined,
      '',
      'evil.example',
      'localhost.evil.example',
      '192.0.2.1',
      'reeve.example.org.',
    ])
      expect(isOurs(host, loopback)).toBe(false);
  });

  it('beyond: the address that was connected to, and those that were told', () => {
    expect(['192.0.2.1', '192.0.2.1:7678', 'reeve.example.org'].map((host) => isOurs(host, other))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['localhost', '[::1]', '192.0.2.2', 'evil.example'].map((host) => isOurs(host, other))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('whether a page of ours sent it', () => {
  const host = '127.0.0.1:7678';
  test.each([
    [{ origin: 'http://127.0.0.1:7678', site: undefined }, true],
    [{ origin: 'http://127.0.0.1:7678', site: 'same-origin' }, true],
    [{ origin: undefined, site: 'same-origin' }, true],
    [{ origin: undefined, site: undefined }, false],
    [{ origin: 'null', site: undefined }, false],
    [{ origin: 'http://127.0.0.1', site: undefined }, false],
    [{ origin: 'http://127.0.0.1:7679', site: undefined }, false],
    [{ origin: 'http://evil.example', site: undefined }, false],
    [{ origin: 'http://127.0.0.1:7678', site: 'cross-site' }, false],
    [{ origin: undefined, site: 'same-site' }, false],
    [{ origin: undefined, site: 'none' }, false],
    [{ origin: 'http://127.0.0.1:7678.evil.example', site: undefined }, false],
  ])('%o is %s', (sent, expected) => expect(sameOrigin({ host, ...sent }, loopback)).toBe(expected));

  it('over TLS only by TLS', () => {
    const secure = { ...other, secure: true };
    const sent = (origin: string) =>
      sameOrigin({ host: 'reeve.example.org', origin, site: undefined }, secure);
    expect([sent('https://reeve.example.org'), sent('http://reeve.example.org')]).toEqual([true, false]);
  });
});
