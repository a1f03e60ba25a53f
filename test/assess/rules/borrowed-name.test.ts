import { borrowedName } from '../../../src/assess/rules/borrowed-name.ts';
import { dpkg, inside, ofAnn, owner, packaged, tcp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(borrowedName, [
  ['the real one', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
  ['a name that the file contradicts', tcp(22, { by: [unpackaged('/data/x', { comm: 'sshd' })] }), 'wrong'],
  [
    'a title that the file contradicts',
    tcp(22, { by: [ofAnn('/home/ann/x', { cmdline: ['/usr/sbin/sshd', '-D'] })] }),
    'wrong',
  ],
  [
    'a name cut by the kernel',
    tcp(53, { by: [unpackaged('/data/x', { comm: 'systemd-resolve' })] }),
    'wrong',
  ],
  [
    'a packaged program may call itself what it likes',
    tcp(22, { by: [packaged('/usr/bin/x', 'x', { comm: 'sshd' })] }),
    null,
  ],
  ['an installed one too', tcp(22, { by: [unpackaged('/opt/x/x', { comm: 'sshd' })] }), null],
  ['no package manager was asked', tcp(22, { by: [owner('/usr/bin/x', { comm: 'sshd' })] }), null],
  [
    'another program of the same kind',
    tcp(6379, { by: [ofAnn('/home/ann/valkey-server', { comm: 'redis-server' })] }),
    null,
  ],
  ['a name too common to be borrowed', tcp(80, { by: [ofAnn('/home/ann/x', { comm: 'code' })] }), null],
  ['a multi-call program', tcp(80, { by: [owner('/home/ann/busybox', { comm: 'httpd' })] }), null],
  [
    'a script that is called so',
    tcp(6379, {
      by: [owner('/usr/bin/python3.11', { comm: 'redis-server', runs: '/home/ann/bin/redis-server' })],
    }),
    null,
  ],
  [
    'a known program of an interpreter',
    tcp(5672, { by: [owner('/usr/lib/erlang/bin/beam.smp', { comm: 'rabbitmq', runs: 'rabbit' })] }),
    null,
  ],
  [
    'a script that hides behind a title',
    tcp(80, { by: [packaged('/usr/bin/perl', 'perl', { comm: 'apache2', cmdline: ['apache2 -k start'] })] }),
    'wrong',
  ],
  [
    'a script in /tmp that hides behind a name',
    tcp(80, { by: [packaged('/usr/bin/python3', 'python3', { comm: 'nginx', runs: '/tmp/x.py' })] }),
    'wrong',
  ],
  ['the right file in the wrong folder', tcp(22, { by: [unpackaged('/dev/shm/sshd')] }), 'wrong'],
  ['a system program at home', tcp(22, { by: [unpackaged('/home/ann/.x/sshd')] }), 'suspect'],
  ['another program at home', tcp(6379, { by: [ofAnn('/home/ann/redis/src/redis-server')] }), null],
  [
    'a known name in a hidden folder, exposed',
    tcp(6379, { by: [ofAnn('/home/ann/.x/redis-server')] }),
    'suspect',
  ],
  [
    'the same on loopback',
    tcp(6379, { address: '127.0.0.1', by: [ofAnn('/home/ann/.x/redis-server')] }),
    null,
  ],
  [
    'in a container paths say little',
    tcp(22, { ...inside('a', 'b'), by: [unpackaged('/srv2/x', { comm: 'sshd' })] }),
    null,
  ],
  ['the file is not known', tcp(22, { by: [owner(null, { comm: 'sshd', package: dpkg('x') })] }), null],
]);
