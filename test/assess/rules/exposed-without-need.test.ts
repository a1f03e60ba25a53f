import { exposedWithoutNeed } from '../../../src/assess/rules/exposed-without-need.ts';
import { atTerminal, inside, owner, packaged, tcp, udp } from '../machine.ts';
import { casesOf } from './cases.ts';

const postgres = [packaged('/usr/lib/postgresql/15/bin/postgres', 'postgresql-15')];
const dockerd = [packaged('/usr/bin/dockerd', 'docker-ce')];
const everybody = { exposure: 'public' } as const;

casesOf(exposedWithoutNeed, [
  ['a database on loopback', tcp(5432, { address: '127.0.0.1', by: postgres }), null],
  ['on the private network', tcp(5432, { by: postgres }), 'plausible'],
  ['on the local link', tcp(5432, { address: 'fe80::1', family: 6, by: postgres }), 'plausible'],
  ['on public addresses', tcp(5432, { ...everybody, by: postgres }), 'suspect'],
  ['on another port', tcp(15_432, { ...everybody, by: postgres }), 'suspect'],
  ['inside a container', tcp(5432, { ...inside('db', 'postgres'), by: [owner('/usr/bin/postgres')] }), null],
  ['a port that asks nobody, on the private network', tcp(2375, { by: dockerd }), 'suspect'],
  ['the port with certificates, on the private network', tcp(2376, { by: dockerd }), 'plausible'],
  [
    'an administrative port of a web server',
    tcp(2019, { ...everybody, by: [packaged('/usr/bin/caddy', 'caddy')] }),
    'suspect',
  ],
  ['its web port', tcp(443, { ...everybody, by: [packaged('/usr/bin/caddy', 'caddy')] }), null],
  [
    'memcached on UDP',
    udp(11_211, { ...everybody, by: [packaged('/usr/bin/memcached', 'memcached')] }),
    'suspect',
  ],
  ['a passing UDP port of a database', udp(45_000, { ...everybody, by: postgres }), null],
  [
    'a script with the name of a database in its path',
    tcp(3000, {
      ...everybody,
      by: [atTerminal('/usr/bin/node', { runs: '/home/ann/elasticsearch-demo/app.js' })],
    }),
    null,
  ],
  [
    'a UDP socket that hears one peer',
    udp(11_211, {
      ...everybody,
      peer: { address: '192.0.2.1', port: 9 },
      by: [packaged('/usr/bin/memcached', 'memcached')],
    }),
    null,
  ],
]);
