import { describe, expect, test } from 'vitest';
import { parseShow } from '../../../../src/inspect/linux/units/show-output.ts';
import { unitOf } from '../../../../src/inspect/linux/units/unit-of.ts';
import { socketUnitsAt, withSystemd } from '../../../../src/inspect/linux/units/with-systemd.ts';
import { shownByUbuntu } from './systemctl-samples.ts';

const answer = { ...parseShow(shownByUbuntu), notes: [] };
const ssh = { transport: 'tcp', port: 22, address: '0.0.0.0' } as const;

describe('withSystemd', () => {
  test('a running service is described', () => {
    const unit = unitOf({ socket: null, owners: ['/system.slice/nginx.service'] });
    expect(withSystemd(unit, { transport: 'tcp', port: 80, address: '0.0.0.0' }, answer)).toEqual({
      name: 'nginx.service',
      type: 'service',
      socketUnit: null,
      source: 'systemd',
      description: 'A high performance web server and a reverse proxy server',
      restarts: false,
    });
  });

  test('held by systemd alone: the sleeping socket unit and what it would start', () => {
    const unit = unitOf({ socket: '/init.scope', owners: ['/init.scope'] });
    expect(withSystemd(unit, ssh, answer)).toEqual({
      name: 'ssh.socket',
      type: 'socket',
      socketUnit: 'ssh.socket',
      source: 'systemd',
      description: 'OpenBSD Secure Shell server socket',
      sleeping: true,
      activates: 'ssh.service',
    });
  });

  test('handed over to the running service: the service, with its socket unit', () => {
    const unit = unitOf({ socket: '/init.scope', owners: ['/init.scope', '/system.slice/ssh.service'] });
    expect(withSystemd(unit, ssh, answer)).toMatchObject({
      name: 'ssh.service',
      socketUnit: 'ssh.socket',
      restarts: true,
    });
  });

  test('a unit systemd knows nothing of stays what the cgroup said', () => {
    const unit = unitOf({ socket: null, owners: ['/system.slice/other.service'] });
    expect(withSystemd(unit, { transport: 'tcp', port: 9, address: '::' }, answer)).toEqual(unit);
    expect(withSystemd(null, { transport: 'tcp', port: 9, address: null }, answer)).toBeNull();
  });

  test('an inactive socket unit holds nothing', () => {
    expect(withSystemd(null, { transport: 'udp', port: 69, address: '::' }, answer)).toBeNull();
  });
});

const socket = (name: string, address: string) => ({
  name,
  description: null,
  listens: [{ transport: 'tcp', address, port: 80 } as const],
  triggers: ['echo@.service'],
  activeState: 'active',
  sleeping: true,
  accept: false,
});
const sockets = [socket('any.socket', '0.0.0.0'), socket('local.socket', '127.0.0.1')];
const named = (address: string | null) =>
  socketUnitsAt({ transport: 'tcp', port: 80, address }, sockets).map(({ name }) => name);

test('an instance of a template is started by the template’s socket', () => {
  const unit = unitOf({
    socket: null,
    owners: ['/system.slice/system-echo.slice/echo@3-10.0.0.1:7-10.0.0.2:4.service'],
  });
  const told = withSystemd(
    unit,
    { transport: 'tcp', port: 80, address: '127.0.0.1' },
    { ...answer, sockets },
  );
  expect(told?.socketUnit).toBe('local.socket');
});

describe('socketUnitsAt', () => {
  test('the very address goes first, another address is no match', () => {
    expect(named('127.0.0.1')).toEqual(['local.socket', 'any.socket']);
    expect(named('10.0.0.1')).toEqual(['any.socket']);
    expect(named(null)).toEqual(['any.socket', 'local.socket']);
  });

  test('port and transport must agree', () => {
    expect(socketUnitsAt({ transport: 'udp', port: 80, address: null }, sockets)).toEqual([]);
    expect(socketUnitsAt({ transport: 'tcp', port: 81, address: null }, sockets)).toEqual([]);
  });
});
