import { knownProgramElsewhere } from '../../../src/assess/rules/known-program-elsewhere.ts';
import { packaged, tcp, udp, unpackaged } from '../machine.ts';
import { casesOf } from './cases.ts';

const sshd = [packaged('/usr/sbin/sshd', 'openssh-server')];

const login = [
  packaged('/usr/sbin/sshd', 'openssh-server', {
    ancestry: [
      { pid: 700, comm: 'sshd' },
      { pid: 1, comm: 'systemd' },
    ],
  }),
];

casesOf(knownProgramElsewhere, [
  ['sshd on 2222', tcp(2222, { by: sshd }), 'plausible'],
  [
    'sshd for somebody logged in: a forwarded port',
    tcp(9000, { address: '127.0.0.1', by: login }),
    'plausible',
  ],
  ['sshd at home', tcp(22, { by: sshd }), null],
  ['a program with no port of this kind', udp(5000, { by: sshd }), 'plausible'],
  ['a passing port', udp(45_000, { by: sshd }), null],
  ['nobody accounts for it', tcp(2222, { by: [unpackaged('/data/sshd')] }), null],
  ['a program that is not known', tcp(2222, { by: [packaged('/usr/bin/x', 'x')] }), null],
]);
