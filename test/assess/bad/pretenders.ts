import { ofAnn, packaged, tcp, udp, unpackaged } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const local = { address: '127.0.0.1' } as const;

const python = (given: Parameters<typeof packaged>[2]): ReturnType<typeof packaged> =>
  packaged('/usr/bin/python3.11', 'python3.11-minimal', given);

/** Programs that take the name of another. */
export const pretenders: readonly Row[] = [
  [
    'sshd by name, another file by fact',
    tcp(22, { ...shared, by: [unpackaged('/tmp/x', { comm: 'sshd' })] }),
    ['ssh'],
    'wrong',
    'borrowed-name',
  ],
  ['sshd in /tmp', tcp(22, { ...shared, by: [unpackaged('/tmp/sshd')] }), ['ssh'], 'wrong', 'borrowed-name'],
  [
    'sshd in /dev/shm on loopback',
    tcp(2222, { ...local, by: [unpackaged('/dev/shm/.a/sshd')] }),
    [],
    'wrong',
    'borrowed-name',
  ],
  [
    'nginx by its command line, a hidden file by fact',
    tcp(8080, { by: [ofAnn('/home/ann/.cache/x', { cmdline: ['nginx: master process /usr/sbin/nginx'] })] }),
    ['http-alt'],
    'wrong',
    'borrowed-name',
  ],
  [
    'named like Apache, an unpackaged file in /usr/bin',
    tcp(80, { ...shared, by: [unpackaged('/usr/bin/.fetch', { comm: 'apache2' })] }),
    ['http'],
    'wrong',
    'borrowed-name',
  ],
  [
    'a Perl bot that overwrote its command line',
    tcp(6667, {
      ...shared,
      by: [
        packaged('/usr/bin/perl', 'perl-base', {
          comm: 'httpd',
          cmdline: ['/usr/sbin/httpd -k start'],
          runs: null,
        }),
      ],
    }),
    ['ircu'],
    'wrong',
    'borrowed-name',
  ],
  [
    'a Python script in a hidden folder that calls itself mysqld',
    tcp(3306, {
      ...shared,
      by: [python({ comm: 'mysqld', runs: '/home/ann/.cache/.m/s.py', cmdline: ['mysqld'] })],
    }),
    ['mysql'],
    'wrong',
    'borrowed-name',
  ],
  [
    'systemd-resolved, cut as the kernel cuts it, elsewhere',
    udp(53, { ...shared, by: [unpackaged('/var/lib/php/s', { comm: 'systemd-resolve' })] }),
    ['domain'],
    'wrong',
    'borrowed-name',
  ],
  [
    'sshd in a hidden home folder',
    tcp(2222, { ...shared, by: [ofAnn('/home/ann/.config/dbus/sshd')] }),
    ['EtherNet-IP-1'],
    'suspect',
    'borrowed-name',
  ],
  [
    'redis-server in a web root, exposed',
    tcp(6379, { ...shared, by: [unpackaged('/var/www/html/redis-server', { uid: 33, user: 'www-data' })] }),
    ['redis'],
    'suspect',
    'borrowed-name',
  ],
  [
    'a thread of the kernel by its command line',
    tcp(4444, { ...shared, by: [unpackaged('/usr/local/bin/miner', { cmdline: ['[kworker/0:1]'] })] }),
    [],
    'wrong',
    'kernel-thread-name',
  ],
  [
    'a thread of the kernel by its name',
    udp(40_000, { by: [unpackaged('/home/ann/bin/t', { comm: 'kworker/u8:2' })] }),
    [],
    'wrong',
    'kernel-thread-name',
  ],
];
