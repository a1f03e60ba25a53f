import { describe, expect, test } from 'vitest';
import { unitOf } from '../../../../src/inspect/linux/units/unit-of.ts';

describe('unitOf', () => {
  test.each([
    [
      'owner and socket agree',
      '/system.slice/nginx.service',
      ['/system.slice/nginx.service'],
      'nginx.service',
      null,
    ],
    ['nobody could be read', '/system.slice/nginx.service', [], 'nginx.service', null],
    [
      'made by systemd, held by the service',
      '/init.scope',
      ['/init.scope', '/system.slice/ssh.service'],
      'ssh.service',
      null,
    ],
    ['made by systemd, which alone holds it', '/init.scope', ['/init.scope'], 'init.scope', null],
    [
      'made in the socket unit',
      '/system.slice/ssh.socket',
      ['/system.slice/ssh.service'],
      'ssh.service',
      'ssh.socket',
    ],
    ['the socket unit alone', '/system.slice/ssh.socket', [], 'ssh.socket', 'ssh.socket'],
    [
      'the socket unit, held by systemd',
      '/system.slice/ssh.socket',
      ['/init.scope'],
      'ssh.socket',
      'ssh.socket',
    ],
    [
      'started by hand in a login session, then moved',
      '/user.slice/user-1000.slice/session-3.scope',
      ['/system.slice/app.service'],
      'app.service',
      null,
    ],
    ['the cgroup of the socket is gone', null, ['/system.slice/a.service'], 'a.service', null],
    ['a holder in the root cgroup', '/system.slice/docker.service', ['/'], 'docker.service', null],
    [
      'a bare slice only where nothing else is known',
      null,
      ['/custom.slice', '/system.slice/b.service'],
      'b.service',
      null,
    ],
    ['the bare slice', null, ['/custom.slice'], 'custom.slice', null],
    ['the socket of a container', '/docker/abc', ['/docker/abc'], null, null],
  ] as const)('%s', (_, socket, owners, name, socketUnit) => {
    const unit = unitOf({ socket, owners });
    expect(unit?.name ?? null).toBe(name);
    expect(unit?.socketUnit ?? null).toBe(socketUnit);
  });

  test('a socket unit sleeps where only systemd holds its socket', () => {
    expect(unitOf({ socket: '/system.slice/ssh.socket', owners: ['/init.scope'] })?.sleeping).toBe(true);
    expect(unitOf({ socket: '/system.slice/ssh.socket', owners: [] })?.sleeping).toBeUndefined();
    const both = ['/init.scope', '/system.slice/ssh.service'];
    expect(unitOf({ socket: '/system.slice/ssh.socket', owners: both })?.sleeping).toBeUndefined();
  });
});
