import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literally, patternMatches, steady } from '../../../src/assess/policy/pattern.ts';
import { fuzzRuns } from '../../fuzz.ts';

describe('patternMatches', () => {
  test.each([
    ['/usr/sbin/sshd', '/usr/sbin/sshd', true],
    ['/usr/sbin/sshd', '/usr/sbin/sshdx', false],
    ['/usr/*/sshd', '/usr/sbin/sshd', true],
    ['/usr/*/sshd', '/usr/sbin/x/sshd', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['*', 'a/b', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXbYbZ', false],
    ['**', 'x', true],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['\\\\', '\\', true],
    ['a\\', 'a\\', true],
    ['', '', true],
    ['', 'x', false],
    ['é*', 'é😀', true],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(patternMatches(pattern, text)).toBe(expected);
  });

  test('a text taken literally matches itself and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
        expect(patternMatches(literally(text), text)).toBe(true);
        if (other !== text) expect(patternMatches(literally(text), other)).toBe(false);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  test('agrees with a regular expression', () => {
    const short = fc
      .array(fc.constantFrom('a', 'b', '/', '*'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(short, short, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '[^/]*')}$`);
        expect(patternMatches(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  test('a pattern made to take long does not', () => {
    expect(patternMatches(`${'*a'.repeat(16)}b`, 'a'.repeat(4000))).toBe(false);
  });
});

describe('steady', () => {
  test.each([
    ['/usr/sbin/sshd', '/usr/sbin/sshd'],
    ['/nix/store/0ad9v1-nginx-1.26.2/bin/nginx', '/nix/store/*/bin/nginx'],
    ['/gnu/store/0ad9v1-x/bin/x', '/gnu/store/*/bin/x'],
    ['/snap/lxd/24322/bin/lxd', '/snap/lxd/*/bin/lxd'],
    [
      '/home/linuxbrew/.linuxbrew/Cellar/redis/7.2.4/bin/redis-server',
      '/home/linuxbrew/.linuxbrew/Cellar/redis/*/bin/redis-server',
    ],
    ['/home/ann/.nvm/versions/node/v20.20.2/bin/node', '/home/ann/.nvm/versions/node/*/bin/node'],
    [
      '/var/lib/rancher/k3s/data/0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0/bin/k3s',
      '/var/lib/rancher/k3s/data/*/bin/k3s',
    ],
    ['/srv/shop/releases/20261121083000/server.js', '/srv/shop/releases/*/server.js'],
    ['/usr/lib/postgresql/15/bin/postgres', '/usr/lib/postgresql/15/bin/postgres'],
    ['/usr/bin/python3.11', '/usr/bin/python3.11'],
    ['/a*b/c', '/a\\*b/c'],
  ])('%s', (path, written) => {
    expect(steady(path)).toBe(written);
  });

  test('always matches the path it came from', () => {
    const part = fc.oneof(
      fc.constantFrom('nix', 'store', 'snap', 'Cellar', '1.2.3', '*', '\\', ''),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const path = parts.join('/');
        expect(patternMatches(steady(path), path)).toBe(true);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
