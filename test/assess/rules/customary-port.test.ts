import { customaryPort } from '../../../src/assess/rules/customary-port.ts';
import {
  atTerminal,
  container,
  inside,
  ofAnn,
  owner,
  packaged,
  service,
  systemd,
  tcp,
  unpackaged,
} from '../machine.ts';
import { casesOf } from './cases.ts';

const published = [
  {
    transport: 'tcp',
    hostAddress: '0.0.0.0',
    hostPort: 9000,
    targetAddress: '172.17.0.2',
    targetPort: 80,
    by: 'docker',
    container: null,
  },
] as const;

casesOf(customaryPort, [
  ['of its package', tcp(22, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), 'expected'],
  [
    'of a package that is not known for it',
    tcp(22, { by: [packaged('/usr/sbin/sshd', 'my-sshd')] }),
    'plausible',
  ],
  ['installed by hand', tcp(9100, { by: [unpackaged('/usr/local/bin/node_exporter')] }), 'expected'],
  ['run from home', tcp(6379, { by: [ofAnn('/home/ann/redis-server')] }), 'plausible'],
  ['nobody accounts for it', tcp(6379, { by: [unpackaged('/data/redis-server')] }), null],
  [
    'in its container',
    tcp(5432, {
      ...inside('db', 'postgres:16'),
      by: [owner('/usr/lib/postgresql/16/bin/postgres', { package: null })],
    }),
    'expected',
  ],
  [
    'published from its container under another port',
    tcp(9000, {
      container: container('web', 'nginx'),
      published,
      by: [packaged('/usr/bin/docker-proxy', 'docker-ce')],
    }),
    'expected',
  ],
  [
    'by the unit of the socket',
    tcp(631, {
      unit: {
        name: 'cups.socket',
        type: 'socket',
        socketUnit: 'cups.socket',
        source: 'systemd',
        activates: 'cups.service',
      },
      by: [systemd()],
    }),
    'expected',
  ],
  [
    'what an interpreter runs',
    tcp(9092, { unit: service('kafka'), by: [packaged('/usr/bin/java', 'jre', { runs: 'kafka.Kafka' })] }),
    'expected',
  ],
  [
    "a developer's server",
    tcp(5173, { by: [atTerminal('/usr/bin/node', { runs: '/home/ann/work/node_modules/.bin/vite' })] }),
    'plausible',
  ],
  ['its name alone could be seen', tcp(22, { by: [owner(null, { comm: 'sshd' })] }), 'plausible'],
  ['on another port', tcp(2222, { by: [packaged('/usr/sbin/sshd', 'openssh-server')] }), null],
  ['a program that is not known', tcp(22, { by: [packaged('/usr/bin/x', 'x')] }), null],
]);
