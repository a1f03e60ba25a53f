import { isIP } from 'node:net';
import { scopeOf, withoutZone } from '../../../core/address.ts';
import type { Exposure, ListedSocket, Publication } from '../../listener.ts';
import type { HostAddresses } from './host-addresses.ts';
import { multicastReach } from './multicast.ts';

const fromNarrow: readonly Exposure[] = ['loopback', 'link-local', 'private', 'public'];

/** What an address is bound to, as far as its reach goes. */
type Bound = Pick<ListedSocket, 'address' | 'family' | 'dualStack' | 'device'>;

/**
 * From where a socket can be reached, firewalls left aside: by its address, for a wildcard by the addresses the host has
 * (both families of a dual-stack socket, the widest counts), no further than its device and its peer allow, and by what
 * the host publishes to it. In another network namespace: `container` unless something is published to it.
 * An address that the network translates to a public one (1:1 NAT of a cloud) looks private from here.
 */
export function exposureOf(
  socket: ListedSocket,
  host: HostAddresses,
  published: readonly Publication[] = [],
): Exposure {
  const outside = published.map(({ hostAddress }) => reachOf(plainBound(hostAddress), host));
  if (!socket.netns.own) return widest(outside) ?? 'container';
  const own = reachOf(socket, host);
  const met = socket.peer === null ? own : narrower(own, reachOf(plainBound(socket.peer.address), host));
  return widest([met, ...outside]) ?? met;
}

const plainBound = (address: string): Bound => {
  const plain = address.split(/[/-]/, 1)[0] ?? address;
  const family = isIP(withoutZone(plain));
  return {
    address: plain,
    family: family === 4 || family === 6 ? family : null,
    dualStack: false,
    device: null,
  };
};

function reachOf(bound: Bound, host: HostAddresses): Exposure {
  if (bound.device === 'lo') return 'loopback';
  const multicast = multicastReach(bound.address);
  if (multicast !== null) return multicast === 'host' ? reachOfHost(bound, host) : multicast;
  const scope = scopeOf(bound.address);
  return scope === null || scope === 'wildcard' ? reachOfHost(bound, host) : scope;
}

/** The widest address of the families and the device that a wildcard stands for. */
function reachOfHost({ family, dualStack, device }: Bound, host: HostAddresses): Exposure {
  if (host.all === null) return 'public';
  const families = family === null || (family === 6 && dualStack !== false) ? [4, 6] : [family];
  const among = host.all.filter((one) => families.includes(one.family));
  const here = device === null ? among : onDevice(device, among, host);
  const reaches = here
    .map(({ address }) => scopeOf(address))
    .filter((scope) => scope !== null && scope !== 'wildcard');
  // A device without an address still hears its own link; a host without one hears only itself.
  return widest(reaches) ?? (device === null ? 'loopback' : 'link-local');
}

function onDevice(
  device: string,
  among: NonNullable<HostAddresses['all']>,
  host: HostAddresses,
): NonNullable<HostAddresses['all']> {
  const direct = among.filter((one) => one.device === device);
  if (direct.length > 0) return direct;
  const members = host.membersOf(device);
  return among.filter((one) => members.includes(one.device));
}

const rank = (exposure: Exposure): number => fromNarrow.indexOf(exposure);

const narrower = (a: Exposure, b: Exposure): Exposure => (rank(a) <= rank(b) ? a : b);

const widest = (all: readonly Exposure[]): Exposure | null =>
  all.length === 0 ? null : all.reduce((a, b) => (rank(a) >= rank(b) ? a : b));
