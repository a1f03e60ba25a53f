import { container, inside, owner, packaged, service, tcp, udp } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

/** What is made for a few machines, open to many. */
export const exposed: readonly Row[] = [
  [
    'PostgreSQL for everybody',
    tcp(5432, {
      ...shared,
      unit: service('postgresql@15-main'),
      by: [packaged('/usr/lib/postgresql/15/bin/postgres', 'postgresql-15')],
    }),
    ['postgresql'],
    'suspect',
    'exposed-without-need',
  ],
  [
    'Redis for everybody on an odd port',
    tcp(7777, { ...shared, by: [packaged('/usr/bin/redis-check-rdb', 'redis-tools')] }),
    [],
    'suspect',
    'exposed-without-need',
  ],
  [
    'memcached on UDP',
    udp(11_211, { ...shared, by: [packaged('/usr/bin/memcached', 'memcached')] }),
    ['memcache'],
    'suspect',
    'exposed-without-need',
  ],
  [
    'Docker without a question, on the private network',
    tcp(2375, { unit: service('docker'), by: [packaged('/usr/bin/dockerd', 'docker-ce')] }),
    ['docker'],
    'suspect',
    'exposed-without-need',
  ],
  [
    'kubelet, the port that asks nobody',
    tcp(10_255, { ...shared, unit: service('kubelet'), by: [packaged('/usr/bin/kubelet', 'kubelet')] }),
    [],
    'suspect',
    'exposed-without-need',
  ],
  [
    'etcd for everybody',
    tcp(2379, {
      ...shared,
      container: container('etcd', 'registry.k8s.io/etcd:3.5'),
      by: [owner('/usr/local/bin/etcd', { package: null })],
    }),
    ['etcd-client'],
    'suspect',
    'exposed-without-need',
  ],
  [
    "a container's database published for everybody",
    tcp(16_379, {
      ...shared,
      container: container('cache', 'redis:7'),
      forwarder: { program: 'docker-proxy', engine: 'docker' },
      by: [packaged('/usr/bin/docker-proxy', 'docker-ce')],
      published: [
        {
          transport: 'tcp',
          hostAddress: '0.0.0.0',
          hostPort: 16_379,
          targetAddress: '172.17.0.2',
          targetPort: 6379,
          by: 'docker',
          container: null,
        },
      ],
    }),
    [],
    'suspect',
    'exposed-without-need',
  ],
  [
    'a database published by NAT to a public address',
    tcp(27_017, {
      ...inside('db', 'mongo:7'),
      by: [owner('/usr/bin/mongod', { package: null })],
      published: [
        {
          transport: 'tcp',
          hostAddress: '203.0.113.5',
          hostPort: 27_017,
          targetAddress: '172.17.0.2',
          targetPort: 27_017,
          by: 'nftables',
          container: null,
        },
      ],
    }),
    ['mongodb'],
    'suspect',
    'exposed-without-need',
  ],
];
