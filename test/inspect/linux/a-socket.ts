import type { ListedSocket } from '../../../src/inspect/listener.ts';

/** A TCP listener on 0.0.0.0:8080 of our own namespace, but for what a test says. */
export const aSocket = (given: Partial<ListedSocket> = {}): ListedSocket => ({
  kind: 'tcp',
  port: 8080,
  protocol: null,
  family: given.address?.includes(':') === true ? 6 : 4,
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
  ...given,
});
