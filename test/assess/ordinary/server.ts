import { owner, packaged, service, systemd, tcp, udp } from '../machine.ts';
import type { Row } from './row.ts';

const shared = { exposure: 'public' } as const;

const local = { address: '127.0.0.1' } as const;

const nginxMaster = packaged('/usr/sbin/nginx', 'nginx', {
  pid: 900,
  cmdline: ['nginx: master process /usr/sbin/nginx -g daemon on;'],
});

const nginxWorker = (): ReturnType<typeof owner> =>
  packaged('/usr/sbin/nginx', 'nginx', {
    uid: 33,
    user: 'www-data',
    cmdline: ['nginx: worker process'],
    ancestry: [
      { pid: 900, comm: 'nginx' },
      { pid: 1, comm: 'systemd' },
    ],
  });

/** Logins, web servers, databases and brokers. */
export const server: readonly Row[] = [
  [
    'sshd of the package',
    tcp(22, {
      ...shared,
      unit: service('ssh'),
      by: [
        packaged('/usr/sbin/sshd', 'openssh-server', {
          cmdline: ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'],
        }),
      ],
    }),
    ['ssh'],
    'expected',
  ],
  [
    'sshd on 2222',
    tcp(2222, { ...shared, unit: service('ssh'), by: [packaged('/usr/sbin/sshd', 'openssh-server')] }),
    ['EtherNet-IP-1'],
    'plausible',
  ],
  [
    'sshd by socket activation',
    tcp(22, {
      ...shared,
      unit: {
        name: 'ssh.socket',
        type: 'socket',
        socketUnit: 'ssh.socket',
        source: 'systemd',
        activates: 'ssh.service',
        sleeping: true,
      },
      by: [systemd()],
    }),
    ['ssh'],
    'expected',
  ],
  [
    'sshd and systemd holding one socket',
    tcp(22, {
      ...shared,
      unit: service('ssh', { socketUnit: 'ssh.socket' }),
      by: [systemd(), packaged('/usr/sbin/sshd', 'openssh-server')],
    }),
    ['ssh'],
    'expected',
  ],
  [
    'X11 forwarding',
    tcp(6010, {
      ...local,
      unit: service('ssh'),
      by: [packaged('/usr/sbin/sshd', 'openssh-server', { uid: 1000, user: 'ann' })],
    }),
    ['x11'],
    'plausible',
  ],
  [
    'the login part of a newer sshd',
    tcp(8022, { ...local, by: [packaged('/usr/lib/openssh/sshd-session', 'openssh-server')] }),
    [],
    'plausible',
  ],
  [
    'nginx, master and workers',
    tcp(80, {
      ...shared,
      unit: service('nginx'),
      by: [nginxMaster, nginxWorker(), nginxWorker()],
      group: { workers: 3, reuseport: 1, outsiders: [], inodes: [1] },
    }),
    ['http'],
    'expected',
  ],
  [
    'nginx on QUIC',
    udp(443, { ...shared, unit: service('nginx'), by: [packaged('/usr/sbin/nginx', 'nginx')] }),
    ['https'],
    'expected',
  ],
  [
    'Apache',
    tcp(443, { ...shared, unit: service('apache2'), by: [packaged('/usr/sbin/apache2', 'apache2-bin')] }),
    ['https'],
    'expected',
  ],
  [
    'httpd of an RPM distribution',
    tcp(80, {
      ...shared,
      unit: service('httpd'),
      by: [owner('/usr/sbin/httpd', { package: { name: 'httpd-core', version: '2.4', manager: 'rpm' } })],
    }),
    ['http'],
    'expected',
  ],
  [
    'Caddy, administration on loopback',
    tcp(2019, { ...local, unit: service('caddy'), by: [packaged('/usr/bin/caddy', 'caddy')] }),
    ['about'],
    'expected',
  ],
  [
    'HAProxy on its own port',
    tcp(8405, { ...shared, unit: service('haproxy'), by: [packaged('/usr/sbin/haproxy', 'haproxy')] }),
    [],
    'plausible',
  ],
  [
    'PostgreSQL of the package',
    tcp(5432, {
      ...local,
      unit: service('postgresql@15-main'),
      by: [packaged('/usr/lib/postgresql/15/bin/postgres', 'postgresql-15', { uid: 107, user: 'postgres' })],
    }),
    ['postgresql'],
    'expected',
  ],
  [
    'PostgreSQL for the private network',
    tcp(5432, {
      unit: service('postgresql@15-main'),
      by: [packaged('/usr/lib/postgresql/15/bin/postgres', 'postgresql-15')],
    }),
    ['postgresql'],
    'expected',
  ],
  [
    'Redis of Debian, where the link is named otherwise',
    tcp(6379, {
      ...local,
      unit: service('redis-server'),
      by: [
        packaged('/usr/bin/redis-check-rdb', 'redis-tools', {
          comm: 'redis-server',
          cmdline: ['/usr/bin/redis-server 127.0.0.1:6379'],
        }),
      ],
    }),
    ['redis'],
    'expected',
  ],
  [
    'MariaDB started by its old name',
    tcp(3306, {
      ...local,
      unit: service('mariadb'),
      by: [
        packaged('/usr/sbin/mariadbd', 'mariadb-server-core', {
          comm: 'mysqld',
          cmdline: ['/usr/sbin/mysqld'],
        }),
      ],
    }),
    ['mysql'],
    'expected',
  ],
  [
    'MySQL X protocol within the ephemeral range',
    tcp(33060, { ...local, unit: service('mysql'), by: [packaged('/usr/sbin/mysqld', 'mysql-server-8.0')] }),
    ['mysqlx'],
    'expected',
  ],
  [
    'RabbitMQ on the Erlang machine',
    tcp(5672, {
      unit: service('rabbitmq-server'),
      by: [
        packaged('/usr/lib/erlang/erts-13.1/bin/beam.smp', 'erlang-base', {
          runs: 'rabbit',
          cmdline: ['beam.smp', '-s', 'rabbit', 'boot'],
        }),
      ],
    }),
    ['amqp'],
    'expected',
  ],
  [
    'Elasticsearch with its own Java',
    tcp(9200, {
      ...local,
      unit: service('elasticsearch'),
      by: [
        packaged('/usr/share/elasticsearch/jdk/bin/java', 'elasticsearch', {
          runs: 'org.elasticsearch.bootstrap.Elasticsearch',
        }),
      ],
    }),
    ['wap-wsp'],
    'expected',
  ],
  [
    'Kafka under /opt',
    tcp(9092, {
      unit: service('kafka'),
      by: [
        packaged('/usr/lib/jvm/java-17-openjdk-amd64/bin/java', 'openjdk-17-jre-headless', {
          runs: 'kafka.Kafka',
          cwd: '/opt/kafka',
        }),
      ],
    }),
    ['XmlIpcRegSvc'],
    'expected',
  ],
  [
    'Jenkins',
    tcp(8080, {
      unit: service('jenkins'),
      by: [
        packaged('/usr/lib/jvm/java-17-openjdk-amd64/bin/java', 'openjdk-17-jre-headless', {
          runs: '/usr/share/java/jenkins.war',
          uid: 110,
        }),
      ],
    }),
    ['http-alt'],
    'expected',
  ],
];
