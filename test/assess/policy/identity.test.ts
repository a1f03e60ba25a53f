import { describe, expect, test } from 'vitest';
import { bindScopeOf, identityOf } from '../../../src/assess/policy/identity.ts';
import { isPassing } from '../../../src/assess/policy/fold.ts';
import type { Listener, Unit } from '../../../src/inspect/listener.ts';
import {
  container,
  inside,
  linuxEphemeral,
  owner,
  packaged,
  service,
  systemd,
  tcp,
  udp,
} from '../machine.ts';

const elsewhere = { netns: { inode: 9, name: 'blue', own: false } };

test.each([
  ['0.0.0.0', {}, 'any'],
  ['::', {}, 'any'],
  ['127.0.0.53', {}, 'loopback'],
  ['0.0.0.0', { exposure: 'loopback', device: 'lo' } as const, 'loopback'],
  ['0.0.0.0', { exposure: 'loopback' } as const, 'any'],
  ['fe80::1', {}, 'link-local'],
  ['10.0.0.1', {}, 'private'],
  ['203.0.113.1', {}, 'public'],
  ['224.0.0.251', {}, 'any'],
  ['ff02::fb', {}, 'any'],
  ['*', {}, 'any'],
  ['127.0.0.11', elsewhere, 'container'],
  ['0.0.0.0', inside('web', 'nginx'), 'container'],
])('%s with %j is bound to %s', (address, given, scope) => {
  expect(bindScopeOf(tcp(80, { address, ...given }))).toBe(scope);
});

const unitOf = (unit: Partial<Unit>): string | null =>
  identityOf(tcp(80, { unit: { ...service('x'), ...unit } })).unit;

describe('identityOf', () => {
  test.each([
    ['a service', { name: 'ssh.service' }, 'ssh.service'],
    ['its socket', { name: 'ssh.service', socketUnit: 'ssh.socket' }, 'ssh.socket'],
    ['a template', { name: 'postgresql@15-main.service' }, 'postgresql@15-main.service'],
    ['a session', { name: 'session-3.scope', type: 'scope' }, null],
    ['a slice', { name: 'user.slice', type: 'slice' }, null],
    ['a transient unit', { name: 'run-r0123456789abcdef.service' }, null],
    ['a unit of a desktop', { name: 'app-org.x@0123456789abcdef.service' }, null],
  ] as const)('the unit of %s', (_name, unit, expected) => {
    expect(unitOf(unit)).toBe(expected);
  });

  test('a container by its name, else by its image', () => {
    expect(identityOf(tcp(80, { container: container('web', 'nginx') })).container).toBe('web');
    expect(identityOf(tcp(80, { container: container(null, 'nginx') })).container).toBe('nginx');
    expect(identityOf(tcp(80, { container: container('', null) })).container).toBeNull();
  });

  test('the kernel, a hidden holder, and a holder without a file', () => {
    expect(identityOf(tcp(80, { kernel: { what: null } }))).toMatchObject({ program: 'kernel', seen: true });
    expect(identityOf(tcp(80))).toMatchObject({ program: null, seen: false });
    expect(identityOf(tcp(80, { by: [owner(null, { comm: 'x' })] }))).toMatchObject({
      program: 'x',
      seen: true,
    });
  });

  test('the service manager holds for others', () => {
    const unit = { ...service('x'), socketUnit: 'x.socket' };
    expect(identityOf(tcp(80, { unit, by: [systemd()] }))).toMatchObject({
      program: null,
      seen: true,
      unit: 'x.socket',
    });
    expect(identityOf(tcp(80, { by: [systemd()] }))).toMatchObject({ program: '/usr/lib/systemd/systemd' });
  });

  test('what is too long to be a path is left out', () => {
    expect(identityOf(tcp(80, { by: [owner('/x', { runs: 'y'.repeat(5000) })] })).runs).toBeNull();
  });
});

describe('isPassing', () => {
  const unbound = { by: [packaged('/usr/sbin/unbound', 'unbound')] };
  const any = { by: [owner('/usr/bin/x')] };

  test.each<[string, Listener, boolean]>([
    ['UDP in the range', udp(40_000, any), true],
    ['UDP below it', udp(20_000, any), false],
    ['a resolver below it', udp(20_000, unbound), true],
    ['a resolver at home', udp(53, unbound), false],
    ['TCP in the range for others', tcp(40_000, any), false],
    ['TCP in the range on loopback', tcp(40_000, { address: '127.0.0.1', ...any }), true],
    ['TCP in the range inside a container', tcp(40_000, { ...inside('a', 'b'), ...any }), true],
    [
      'remote procedure calls',
      tcp(40_000, { by: [packaged('/usr/sbin/rpc.mountd', 'nfs-kernel-server')] }),
      true,
    ],
    [
      'a service that is at home in the range',
      tcp(33_060, { address: '127.0.0.1', by: [packaged('/usr/sbin/mysqld', 'mysql')] }),
      false,
    ],
    ['the kernel', tcp(40_000, { kernel: { what: 'lockd' } }), true],
    ['WireGuard on its port', udp(51_820, { kernel: { what: 'WireGuard wg0' } }), false],
    ['a hidden holder', udp(40_000), true],
    ['SCTP', tcp(40_000, { kind: 'sctp', ...any }), false],
  ])('%s: %s', (_name, listener, expected) => {
    expect(isPassing(listener, { ephemeral: linuxEphemeral })).toBe(expected);
  });

  test('where the range is not known the usual one of Linux counts', () => {
    expect(isPassing(udp(40_000, any), { ephemeral: null })).toBe(true);
    expect(isPassing(udp(40_000, any), { ephemeral: { from: 50_000, to: 51_000 } })).toBe(false);
  });
});
