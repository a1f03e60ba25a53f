import { isTransport } from '../../src/core/transport.ts';
import type { Reason, VerdictLevel } from '../../src/core/verdict.ts';
import type { Listener, Owner, Unit } from '../../src/inspect/listener.ts';
import type { Registry } from '../../src/registry/index.ts';
import type { KnownListener } from '../../src/web/view.ts';
import { aListener, anOwner } from '../inspect/samples.ts';
import { base, minute } from '../store/events.ts';

/** A listener of the made-up machine, with a verdict that no test's privileges change. */
export interface Sample {
  readonly listener: Listener;
  readonly level?: VerdictLevel;
  readonly because?: readonly Pick<Reason, 'rule' | 'text'>[];
  /** Minutes before `base` that it opened; absent: it was there before the agent. */
  readonly opened?: number;
}

let inodes = 50_000;
/** The day before `base`. */
const startedAt = '2026-11-20T21:15:00.000Z';

/** Each has an inode of its own, by which rows are told apart. */
export const listening = (difference: Partial<Listener>): Listener => {
  const inode = inodes++;
  const { address = '0.0.0.0' } = difference;
  return aListener({
    owners: [anOwner({ startedAt })],
    inode,
    group: { workers: 1, reuseport: 1, outsiders: [], inodes: [inode] },
    family: address.includes(':') ? 6 : 4,
    ...difference,
  });
};

const service = (name: string, more: Partial<Unit> = {}): Unit => ({
  name,
  type: 'service',
  socketUnit: null,
  source: 'systemd',
  restarts: true,
  ...more,
});

const daemon = (comm: string, pid: number, more: Partial<Owner> = {}): Owner =>
  anOwner({
    pid,
    comm,
    exe: `/usr/sbin/${comm}`,
    cmdline: [`/usr/sbin/${comm}`],
    startTicks: pid * 100,
    startedAt,
    package: { name: comm, version: '1.0-1', manager: 'dpkg' },
    ...more,
  });

const fine = (text: string): Pick<Sample, 'level' | 'because'> => ({
  level: 'expected',
  because: [{ rule: 'known-service', text }],
});

/** A machine as there are many: daemons, a development server, a container, and some that should not be so. */
export const sampleListeners = (): readonly Sample[] => [
  ...['0.0.0.0', '::'].map((address) => ({
    listener: listening({
      port: 22,
      address,
      exposure: 'public' as const,
      dualStack: false,
      owners: [
        daemon('sshd', 812, { package: { name: 'openssh-server', version: '1:9.2p1-2', manager: 'dpkg' } }),
      ],
      unit: service('ssh.service'),
    }),
    ...fine('sshd of Debian on the port that is assigned to ssh.'),
  })),
  ...[80, 443].map((port) => ({
    listener: listening({
      port,
      exposure: 'public' as const,
      owners: [930, 931, 932].map((pid) =>
        daemon('nginx', pid, {
          user: pid === 930 ? 'root' : 'www-data',
          uid: pid === 930 ? 0 : 33,
          cmdline: [pid === 930 ? 'nginx: master process /usr/sbin/nginx' : 'nginx: worker process'],
        }),
      ),
      unit: service('nginx.service'),
      group: { workers: 3, reuseport: 1, outsiders: [], inodes: [60_000 + port] },
    }),
    ...fine('nginx on a port of the web.'),
  })),
  {
    listener: listening({
      port: 5432,
      address: '127.0.0.1',
      exposure: 'loopback',
      user: 'postgres',
      uid: 108,
      owners: [
        daemon('postgres', 1201, {
          exe: '/usr/lib/postgresql/15/bin/postgres',
          user: 'postgres',
          uid: 108,
          cmdline: ['/usr/lib/postgresql/15/bin/postgres', '-D', '/var/lib/postgresql/15/main'],
          cwd: '/var/lib/postgresql/15/main',
        }),
      ],
      unit: service('postgresql@15-main.service'),
    }),
    ...fine('PostgreSQL on its own port, on loopback.'),
  },
  {
    listener: listening({
      port: 6379,
      exposure: 'public',
      user: 'redis',
      uid: 109,
      owners: [
        daemon('redis-server', 1300, {
          user: 'redis',
          uid: 109,
          cmdline: ['/usr/bin/redis-server', '*:6379', '--requirepass', 'hunter2'],
        }),
      ],
      unit: service('redis-server.service'),
    }),
    level: 'suspect',
    because: [
      {
        rule: 'exposed-store',
        text: 'Redis can be reached from the internet; it is made for trusted networks.',
      },
    ],
    opened: 30,
  },
  {
    listener: listening({
      port: 5173,
      address: '127.0.0.1',
      exposure: 'loopback',
      user: 'alice',
      uid: 1000,
      owners: [
        anOwner({
          pid: 4021,
          comm: 'node',
          exe: '/usr/bin/node',
          cmdline: ['node', '/home/alice/shop/node_modules/.bin/vite', '--token=abc123'],
          cwd: '/home/alice/shop',
          runs: '/home/alice/shop/node_modules/.bin/vite',
          gitProject: '/home/alice/shop',
          user: 'alice',
          uid: 1000,
          tty: 'pts/3',
          startTicks: 402_100,
          startedAt,
          ancestry: [
            { pid: 4010, comm: 'npm run dev' },
            { pid: 3990, comm: 'bash' },
            { pid: 1, comm: 'systemd' },
          ],
        }),
      ],
    }),
    level: 'plausible',
    because: [{ rule: 'development-server', text: 'A development server of alice on loopback.' }],
    opened: 95,
  },
  {
    listener: listening({
      kind: 'udp',
      port: 53,
      address: '127.0.0.53',
      exposure: 'loopback',
      device: 'lo',
      owners: [daemon('systemd-resolve', 640, { exe: '/usr/lib/systemd/systemd-resolved' })],
      unit: service('systemd-resolved.service'),
    }),
    ...fine("systemd's stub resolver."),
  },
  {
    listener: listening({
      port: 8080,
      exposure: 'public',
      owners: [daemon('docker-proxy', 2210, { exe: '/usr/bin/docker-proxy' })],
      container: {
        id: '3f1c0ffee0aa',
        name: 'shop-web',
        image: 'registry.example/shop:4',
        runtime: 'docker',
        compose: { project: 'shop', service: 'web' },
      },
      forwarder: { program: 'docker-proxy', engine: 'docker' },
    }),
    level: 'plausible',
    because: [{ rule: 'container', text: 'Docker hands the port to the container shop-web.' }],
  },
  {
    listener: listening({
      port: 2049,
      address: '::',
      exposure: 'private',
      dualStack: true,
      inode: 0,
      owners: [],
      kernel: { what: 'NFS server' },
    }),
    ...fine('The kernel itself serves NFS.'),
  },
  {
    listener: listening({
      port: 4444,
      exposure: 'private',
      uid: 1002,
      user: 'carol',
      owners: [],
      ownersComplete: false,
    }),
    level: 'unknown',
    because: [{ rule: 'owner-hidden', text: 'Who holds it is hidden from this user.' }],
    opened: 12,
  },
  {
    listener: listening({
      port: 2504,
      exposure: 'public',
      user: 'www-data',
      uid: 33,
      owners: [
        daemon('kworker', 6666, {
          exe: '/tmp/.x/kworker (deleted)',
          exeDeleted: true,
          user: 'www-data',
          uid: 33,
          cmdline: ['[kworker/0:1]'],
          cwd: '/tmp/.x',
          package: null,
        }),
      ],
    }),
    level: 'wrong',
    because: [
      { rule: 'deleted-program', text: 'Its program was removed from /tmp after it was started.' },
      { rule: 'kernel-name', text: 'It calls itself a kernel thread and is none.' },
    ],
    opened: 3,
  },
  {
    listener: listening({
      kind: 'raw',
      port: null,
      protocol: 1,
      exposure: 'public',
      owners: [daemon('ping', 7100)],
    }),
    level: 'plausible',
    because: [{ rule: 'raw-socket', text: 'It receives ICMP, as ping does.' }],
  },
];

export const known = (sample: Sample, registry: Registry): KnownListener => {
  const { listener, level = 'expected', because = [], opened } = sample;
  const { port, kind } = listener;
  return {
    id: `l${listener.inode}x${port ?? 0}`,
    since: opened === undefined ? null : base - opened * minute,
    listener,
    assignments: port === null || !isTransport(kind) ? [] : registry.lookup(port, kind),
    verdict: { level, because: because.map((reason) => ({ ...reason, level, evidence: {} })) },
  };
};
