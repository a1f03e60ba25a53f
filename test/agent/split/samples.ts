import type { PortInspection } from '../../../src/inspect/index.ts';
import type { Container, Inspection, Publication, Unit } from '../../../src/inspect/listener.ts';
import { aListener, anOwner } from '../../inspect/samples.ts';

const container: Container = {
  id: 'c0ffee',
  name: 'web',
  image: 'nginx',
  runtime: 'podman',
  compose: { project: 'shop', service: 'web' },
};

const publication: Publication = {
  transport: 'tcp',
  hostAddress: '0.0.0.0',
  hostPort: 8080,
  through: 8090,
  targetAddress: '10.0.0.2',
  targetPort: 80,
  targetThrough: 90,
  condition: 'arriving on eth1',
  by: 'nftables',
  container,
};

const unit: Unit = {
  name: 'web.service',
  type: 'service',
  socketUnit: 'web.socket',
  source: 'systemd',
  description: 'The web',
  sleeping: false,
  activates: 'web.service',
  restarts: true,
  userManager: 1000,
};

/** A look in which every field that there is has a value. */
export const inspection: Inspection = {
  listeners: [
    aListener({
      protocol: 136,
      dualStack: true,
      device: 'eth0',
      backlog: { current: 1, max: 128 },
      drops: 3,
      peer: { address: '192.0.2.1', port: 53 },
      netns: { inode: 4_026_531_840, name: 'web', own: false },
      published: [publication],
      owners: [
        anOwner({
          program: 'redis-server',
          tty: 'pts/3',
          package: { name: 'redis', version: '7', manager: 'dpkg' },
          runs: '/srv/app.js',
          interpreter: 'node',
          runsFile: '/srv/app.js',
          runsPackage: { name: 'app', version: '1', manager: 'rpm' },
          titled: true,
          cwdDeleted: false,
          startTicks: 4711,
          cgroupPath: '/system.slice',
          loginUid: 1000,
          gitProject: '/srv',
          sandbox: 'snap.redis',
          exeFacts: { ownerUid: 0, mode: 0o755, inWorldWritableFolder: false },
        }),
      ],
      kernel: { what: 'NFS' },
      unit,
      container,
      forwarder: { program: 'docker-proxy', engine: 'docker' },
      group: { workers: 2, reuseport: 2, outsiders: [5], inodes: [4242, 4243] },
    }),
    aListener({ kind: 'raw', port: null, family: null }),
  ],
  host: {
    ephemeral: { from: 32_768, to: 60_999 },
    reserved: [{ from: 8080, to: 8080 }],
    unprivilegedFrom: 1024,
  },
  visibility: {
    complete: false,
    privileged: true,
    method: 'bpf',
    processes: { seen: 100, hidden: 2 },
    namespaces: { seen: 1, hidden: 3 },
    notes: ['something was hidden'],
  },
};

export const portInspection: PortInspection = {
  ...inspection,
  notFree: [
    { kind: 'time-wait', count: 3 },
    { kind: 'connected', count: 1 },
    { kind: 'bound', count: 1 },
    { kind: 'published', publication },
    { kind: 'sleeping-socket', unit },
    { kind: 'reserved-by-os', source: 'ip_local_reserved_ports' },
    { kind: 'ephemeral', from: 32_768, to: 60_999 },
    { kind: 'other-namespace', netns: { inode: 1, name: null, own: false } },
  ],
  listingComplete: true,
};
