import type { ListedSocket, Listener, Owner } from '../../src/inspect/listener.ts';

/** A plain TCP socket on all of IPv4, port 8080; whatever is given differs from that. */
export const aSocket = (difference: Partial<ListedSocket> = {}): ListedSocket => ({
  kind: 'tcp',
  port: 8080,
  protocol: null,
  family: 4,
  address: '0.0.0.0',
  dualStack: null,
  device: null,
  uid: 0,
  inode: 4242,
  cgroupId: null,
  backlog: null,
  drops: null,
  peer: null,
  netns: { inode: 1, name: null, own: true },
  ...difference,
});

export const anOwner = (difference: Partial<Owner> = {}): Owner => ({
  pid: 1234,
  fd: 3,
  comm: 'app',
  exe: '/usr/bin/app',
  exeDeleted: false,
  cmdline: ['/usr/bin/app'],
  cwd: '/',
  startedAt: '2026-11-21T03:00:00.000Z',
  uid: 0,
  user: 'root',
  tty: null,
  ancestry: [{ pid: 1, comm: 'systemd' }],
  ...difference,
});

export const aListener = (difference: Partial<Listener> = {}): Listener => ({
  ...aSocket(),
  user: 'root',
  exposure: 'private',
  published: [],
  owners: [anOwner()],
  ownersComplete: true,
  kernel: null,
  unit: null,
  container: null,
  group: { workers: 1, reuseport: 1, outsiders: [], inodes: [4242] },
  ...difference,
});
