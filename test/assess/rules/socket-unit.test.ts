import { socketUnit } from '../../../src/assess/rules/socket-unit.ts';
import { packaged, service, systemd, tcp } from '../machine.ts';
import { casesOf } from './cases.ts';

casesOf(socketUnit, [
  [
    'for a unit that sleeps',
    tcp(22, {
      unit: {
        name: 'ssh.socket',
        type: 'socket',
        socketUnit: null,
        source: 'systemd',
        activates: 'ssh.service',
      },
      by: [systemd()],
    }),
    'expected',
  ],
  [
    'for a unit that was told with its service',
    tcp(22, { unit: service('ssh', { socketUnit: 'ssh.socket' }), by: [systemd()] }),
    'expected',
  ],
  ['for a unit that could not be told', tcp(22, { by: [systemd()] }), 'plausible'],
  [
    'the service itself',
    tcp(22, {
      unit: service('ssh', { socketUnit: 'ssh.socket' }),
      by: [systemd(), packaged('/usr/sbin/sshd', 'openssh-server')],
    }),
    null,
  ],
]);
