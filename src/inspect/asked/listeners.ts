import { groupSockets, type SocketGroup } from '../group.ts';
import type { Exposure, ListedSocket, Listener, Owner, Unit } from '../listener.ts';
import { unknownNumber } from './identity.ts';

/** A socket as the programs of a system name it. */
export interface NamedSocket {
  readonly kind: 'tcp' | 'udp';
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
  readonly dualStack: boolean | null;
  readonly device: string | null;
  readonly peer: ListedSocket['peer'];
  readonly identity: number;
  readonly owners: readonly Owner[];
  readonly ownersComplete: boolean;
  readonly kernel: Listener['kernel'];
  readonly unit: Unit | null;
}

/** These systems have no network namespaces. */
const onlyNamespace: ListedSocket['netns'] = { inode: 0, name: null, own: true };

type Reach = (address: string, families: readonly (4 | 6)[]) => Exposure;

/** Makes listeners of sockets: those that share a place are one, as on Linux. */
export function listenersOf(sockets: readonly NamedSocket[], reach: Reach): readonly Listener[] {
  const byIdentity = new Map(sockets.map((socket) => [socket.identity, socket]));
  const groups = groupSockets(sockets.map((named) => ({ socket: listed(named), owners: named.owners })));
  return groups.map((one) => listenerOf(one, byIdentity, reach));
}

function listenerOf(
  { socket, owners, group }: SocketGroup,
  byIdentity: ReadonlyMap<number, NamedSocket>,
  reach: Reach,
): Listener {
  const members = group.inodes.flatMap((inode) => byIdentity.get(inode) ?? []);
  const families: readonly (4 | 6)[] = socket.dualStack === true ? [4, 6] : [socket.family ?? 4];
  return {
    ...socket,
    user: owners.find(({ user }) => user !== null)?.user ?? null,
    exposure: reach(socket.address, families),
    published: [],
    owners,
    ownersComplete: members.every(({ ownersComplete }) => ownersComplete),
    kernel: members.find(({ kernel }) => kernel !== null)?.kernel ?? null,
    unit: members.find(({ unit }) => unit !== null)?.unit ?? null,
    container: null,
    group,
  };
}

const listed = ({
  kind,
  port,
  family,
  address,
  dualStack,
  device,
  peer,
  identity,
  owners,
}: NamedSocket): ListedSocket => ({
  kind,
  port,
  protocol: null,
  family,
  address,
  dualStack,
  device,
  uid: owners.find(({ uid }) => uid !== null)?.uid ?? unknownNumber,
  inode: identity,
  cgroupId: null,
  backlog: null,
  drops: null,
  peer,
  netns: onlyNamespace,
});
