import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseListen } from '../../../../src/inspect/linux/units/listen.ts';
import { parseShow } from '../../../../src/inspect/linux/units/show-output.ts';
import { fuzzRuns } from '../../../fuzz.ts';
import { shownByDebian, shownByUbuntu } from './systemctl-samples.ts';

describe('parseListen', () => {
  test.each([
    ['0.0.0.0:22 (Stream)', { transport: 'tcp', address: '0.0.0.0', port: 22 }],
    ['[::]:22 (Stream)', { transport: 'tcp', address: '::', port: 22 }],
    ['127.0.0.1:631 (Stream)', { transport: 'tcp', address: '127.0.0.1', port: 631 }],
    ['[::]:69 (Datagram)', { transport: 'udp', address: '::', port: 69 }],
    ['[fe80::1]:546%eth0 (Datagram)', { transport: 'udp', address: 'fe80::1', port: 546 }],
    ['/run/dbus/system_bus_socket (Stream)', null],
    ['@ISCSIADM_ABSTRACT_NAMESPACE (Stream)', null],
    ['/run/systemd/initctl/fifo (FIFO)', null],
    ['kobject-uevent 1 (Netlink)', null],
    ['vsock:4294967295:22 (Stream)', null],
    ['0.0.0.0:65536 (Stream)', null],
    ['0.0.0.0:0 (Stream)', null],
    ['999.0.0.1:22 (Stream)', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(parseListen(text)).toEqual(expected);
  });
});

describe('parseShow', () => {
  test('reads services and sockets of one answer', () => {
    const { units, sockets, unreadable } = parseShow(shownByUbuntu);
    expect(unreadable).toBe(0);
    expect([...units.keys()]).toEqual([
      'nginx.service',
      'ssh.service',
      'dbus.socket',
      'ssh.socket',
      'sshd-vsock.socket',
      'tftpd.socket',
    ]);
    expect(units.get('nginx.service')).toEqual({
      name: 'nginx.service',
      description: 'A high performance web server and a reverse proxy server',
      serviceType: 'forking',
      restart: 'no',
      triggeredBy: [],
      fragmentPath: '/usr/lib/systemd/system/nginx.service',
      mainPid: 812,
      activeState: 'active',
      subState: 'running',
    });
    expect(units.get('ssh.service')?.triggeredBy).toEqual(['ssh.socket']);
    expect(units.get('ssh.service')?.mainPid).toBeNull();
    const ssh = sockets.find(({ name }) => name === 'ssh.socket');
    expect(ssh).toEqual({
      name: 'ssh.socket',
      description: 'OpenBSD Secure Shell server socket',
      listens: [
        { transport: 'tcp', address: '0.0.0.0', port: 22 },
        { transport: 'tcp', address: '::', port: 22 },
      ],
      triggers: ['ssh.service'],
      activeState: 'active',
      sleeping: true,
      accept: false,
    });
    expect(sockets.find(({ name }) => name === 'tftpd.socket')).toMatchObject({
      sleeping: false,
      accept: true,
      triggers: ['tftpd@.service'],
    });
  });

  test('reads what systemd 252 wrote', () => {
    const { units, sockets, unreadable } = parseShow(shownByDebian);
    expect(unreadable).toBe(0);
    expect([...units.keys()]).toEqual(['rt.service', 'gpg-agent.socket', 'rt.socket', 'acc.socket']);
    expect(units.get('rt.service')).toMatchObject({
      mainPid: 26165,
      restart: 'on-failure',
      triggeredBy: ['rt.socket'],
    });
    expect(
      sockets.map(({ name, sleeping, triggers, listens }) => ({
        name,
        sleeping,
        triggers,
        ports: listens.length,
      })),
    ).toEqual([
      { name: 'gpg-agent.socket', sleeping: true, triggers: ['gpg-agent.service'], ports: 0 },
      { name: 'rt.socket', sleeping: false, triggers: ['rt.service'], ports: 3 },
      { name: 'acc.socket', sleeping: true, triggers: ['acc@.service'], ports: 1 },
    ]);
  });

  test('leaves out units that do not exist and counts what it could not read', () => {
    const { units, unreadable } = parseShow(
      'Id=gone.service\nLoadState=not-found\n\nFailed to connect to bus\nId=\n\n%%%\n',
    );
    expect(units.size).toBe(0);
    expect(unreadable).toBe(2);
  });

  test('any text', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('Id=a.socket', 'Listen=[::]:1 (Stream)', '', 'Accept=yes', 'MainPID=-1', 'MainPID=x'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { units, sockets } = parseShow(lines.join('\n'));
        const pids = [...units.values()].map(({ mainPid }) => mainPid);
        return sockets.every(({ name }) => units.has(name)) && pids.every((pid) => pid === null || pid > 0);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
