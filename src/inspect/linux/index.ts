import { isTransport, type SocketKind } from '../../core/transport.ts';
import type { Visibility } from '../../core/visibility.ts';
import { closedReasons } from '../closed.ts';
import { groupSockets, type SocketGroup } from '../group.ts';
import type { InspectOptions, PortInspection } from '../options.ts';
import type { ClosedReason, HostPorts, Inspection, ListedSocket, Listener } from '../listener.ts';
import { userNames } from '../users.ts';
import { type Completed, completed } from './completing.ts';
import { exposureOf, hostAddresses } from './exposure/index.ts';
import { hostPorts } from './host.ts';
import { kernelEvidence } from './kernel-evidence.ts';
import { kernelHeld } from './kernel-held.ts';
import { type OwnedSockets, ownSockets } from './owning.ts';
import { placeByCgroup } from './placing.ts';
import { rememberingOwners } from './remembering.ts';
import { publishedAt } from './published/index.ts';
import { countConnections, listSockets, type SocketListing } from './sockets/index.ts';
import { cgroupTree, socketUnitsAt, unitOfSocket } from './units/index.ts';

/** `inspect` on Linux. */
export async function inspectLinux(options: InspectOptions): Promise<Inspection> {
  const { listeners, visibility } = await lookAt(options, false);
  return { listeners, host: hostPorts(), visibility };
}

/** `inspector` on Linux: owners are remembered from look to look. */
export function linuxInspector(options: Omit<InspectOptions, 'detail' | 'port'>): () => Promise<Inspection> {
  const own = rememberingOwners({ wholeEvery: 15_000 });
  return async () => {
    const { listeners, visibility } = await lookAt({ ...options, detail: 'list' }, false, ({ sockets }) =>
      own(sockets),
    );
    return { listeners, host: hostPorts(), visibility };
  };
}

/** The sockets of the own namespace and nothing about them. */
export const ownSocketsOnly =
  ({ kinds, connected }: Omit<InspectOptions, 'detail' | 'port'>) =>
  (): readonly ListedSocket[] =>
    listSockets({ kinds, namespaces: false, connectedUdp: connected ?? false }).sockets;

/** `inspectPort` on Linux. */
export async function inspectLinuxPort(port: number, kinds: readonly SocketKind[]): Promise<PortInspection> {
  const { listeners, visibility, listing, rest } = await lookAt({ detail: 'full', kinds, port }, true);
  const host = hostPorts();
  const held = listeners.some(({ netns }) => netns.own);
  const notFree = held ? [] : whyClosed(port, kinds, { listeners, host, rest });
  return { listeners, host, visibility, notFree, listingComplete: listing.namespaces.hidden === 0 };
}

interface AroundPort {
  readonly listeners: readonly Listener[];
  readonly host: HostPorts;
  readonly rest: Completed;
}

/** What may stand against binding a port on which nobody of this namespace listens. */
function whyClosed(
  port: number,
  kinds: readonly SocketKind[],
  { listeners, host, rest }: AroundPort,
): readonly ClosedReason[] {
  const asked = kinds.filter(isTransport);
  const transport = asked.length === 1 ? (asked[0] ?? null) : null;
  const published = publishedAt(rest.publications ?? [], { port, transport, hostAddresses: ownAddresses() });
  const sockets = rest.systemd?.sockets ?? [];
  const sleeping = asked.flatMap((one) => socketUnitsAt({ transport: one, port, address: null }, sockets));
  return closedReasons({
    port,
    transport,
    host,
    connections: asked.includes('tcp') || asked.includes('udp') ? countConnections(port) : null,
    published,
    sleeping: [...new Set(sleeping)].map((unit) => unitOfSocket(unit)),
    otherNamespaces: [...new Map(listeners.map(({ netns }) => [netns.inode, netns])).values()],
  });
}

const ownAddresses = (): readonly string[] | null =>
  hostAddresses().all?.map(({ address }) => address) ?? null;

interface Looked {
  readonly listeners: readonly Listener[];
  readonly visibility: Visibility;
  readonly listing: SocketListing;
  readonly rest: Completed;
}

type FindOwners = (listing: SocketListing, detail: InspectOptions['detail']) => OwnedSockets;

const findOwners: FindOwners = (listing, detail) =>
  detail === 'sockets' ? unasked(listing) : ownSockets(listing.sockets, detail);

async function lookAt(
  { detail, kinds, port, connected }: InspectOptions,
  onePort: boolean,
  owners: FindOwners = findOwners,
): Promise<Looked> {
  const listing = listSockets({
    kinds,
    port: port ?? null,
    namespaces: true,
    connectedUdp: connected ?? false,
  });
  const owned = owners(listing, detail);
  const groups = groupSockets(owned.held);
  const held = onePort && listing.sockets.some(({ netns }) => netns.own);
  const rest = await completed(listenersOf(groups, owned), {
    full: detail === 'full',
    publications: onePort && !held,
  });
  const listeners = reached(rest.listeners);
  return { listeners, visibility: ledgerOf(listing, owned, listeners, rest.notes), listing, rest };
}

function listenersOf(groups: readonly SocketGroup[], owned: OwnedSockets): readonly Listener[] {
  const tree = cgroupTree();
  const users = userNames();
  const evidence = kernelEvidence();
  return groups.map((group) => ({
    ...group.socket,
    user: users(group.socket.uid),
    exposure: 'container',
    published: [],
    owners: group.owners,
    ownersComplete: owned.complete,
    kernel: heldByKernel(group, owned) ? kernelHeld(group.socket, evidence) : null,
    ...placeByCgroup(group, tree),
    group: group.group,
  }));
}

/** Nobody in user space holds it: only said where every process could be read. */
const heldByKernel = ({ owners, socket }: SocketGroup, { complete }: OwnedSockets): boolean =>
  socket.inode === 0 || (owners.length === 0 && complete);

/** From where each can be reached, once it is known what is published to it. */
function reached(listeners: readonly Listener[]): readonly Listener[] {
  const host = hostAddresses();
  return listeners.map((listener) => ({
    ...listener,
    exposure: exposureOf(listener, host, listener.published),
  }));
}

const unasked = ({ sockets }: SocketListing): OwnedSockets => ({
  held: sockets.map((socket) => ({ socket, owners: [] })),
  complete: false,
  method: 'none',
  processes: { seen: null, hidden: null },
  notes: [],
});

function ledgerOf(
  listing: SocketListing,
  owned: OwnedSockets,
  listeners: readonly Listener[],
  more: readonly string[],
): Visibility {
  const notes = [...new Set([...listing.notes, ...owned.notes, ...more])];
  // Where owners were not asked for, the answer does not rest on them.
  const ownersSeen =
    owned.complete || owned.method === 'none' || listeners.every(({ owners }) => owners.length > 0);
  return {
    complete: listing.namespaces.hidden === 0 && ownersSeen,
    privileged: process.geteuid?.() === 0,
    method: owned.method,
    processes: owned.processes,
    namespaces: listing.namespaces,
    notes,
  };
}
