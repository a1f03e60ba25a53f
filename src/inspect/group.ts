import type { ListedSocket, ListenerGroup, Owner } from './listener.ts';

/** A socket and those who hold it. */
export interface HeldSocket {
  readonly socket: ListedSocket;
  readonly owners: readonly Owner[];
}

/** Sockets that are one listener to whoever looks from outside. */
export interface SocketGroup {
  readonly socket: ListedSocket;
  readonly owners: readonly Owner[];
  readonly group: ListenerGroup;
}

/**
 * Collapses sockets that share one place: two TCP sockets can only be bound to the same address and port
 * of a namespace by SO_REUSEPORT (socket(7)), so they are one service, and a holder with another program
 * is an outsider. Datagram sockets share ports by multicast as well (mDNS), so there every program stays
 * a listener of its own. Several holders of one socket (workers, inherited descriptors) are no outsiders.
 */
export function groupSockets(held: readonly HeldSocket[]): readonly SocketGroup[] {
  const places = new Map<string, HeldSocket[]>();
  for (const one of held) {
    const key = placeOf(one);
    const there = places.get(key);
    if (there === undefined) places.set(key, [one]);
    else there.push(one);
  }
  return [...places.values()].map(collapse);
}

function placeOf({ socket, owners }: HeldSocket): string {
  const { kind, family, address, port, protocol, device, netns, inode, peer } = socket;
  const place = [kind, family, address, port, protocol, device, netns.inode, peer?.address, peer?.port];
  if (kind === 'tcp' || kind === 'sctp' || kind === 'dccp') return JSON.stringify(place);
  return JSON.stringify([...place, owners.length === 0 ? inode : programOf(owners[0]), socket.uid]);
}

const programOf = (owner: Owner | undefined): string => owner?.exe ?? owner?.comm ?? '';

function collapse(sockets: readonly HeldSocket[]): SocketGroup {
  const [first] = sockets;
  if (first === undefined) throw new RangeError('A group has at least one socket');
  const owners = mergeOwners(sockets);
  const backlogs = sockets.map(({ socket }) => socket.backlog);
  const drops = sockets.map(({ socket }) => socket.drops);
  return {
    socket: {
      ...first.socket,
      backlog: sum(
        backlogs.map((backlog) => backlog?.current ?? null),
        backlogs.map((backlog) => backlog?.max ?? null),
      ),
      drops: drops.includes(null) ? null : drops.reduce<number>((all, one) => all + (one ?? 0), 0),
    },
    owners,
    group: {
      workers: new Set(owners.map(({ pid }) => pid)).size,
      reuseport: sockets.length,
      outsiders: outsiders(sockets),
      inodes: sockets.map(({ socket }) => socket.inode),
    },
  };
}

function sum(current: readonly (number | null)[], max: readonly (number | null)[]): ListedSocket['backlog'] {
  if (current.includes(null)) return null;
  const add = (values: readonly (number | null)[]): number =>
    values.reduce<number>((all, one) => all + (one ?? 0), 0);
  return { current: add(current), max: add(max) };
}

function mergeOwners(sockets: readonly HeldSocket[]): readonly Owner[] {
  const byDescriptor = new Map<string, Owner>();
  for (const owner of sockets.flatMap(({ owners }) => owners))
    byDescriptor.set(`${owner.pid}:${owner.fd}`, owner);
  return [...byDescriptor.values()].sort((a, b) => a.pid - b.pid || a.fd - b.fd);
}

/** Pids of sockets whose program is not that of the group's first socket (the lowest inode). */
function outsiders(sockets: readonly HeldSocket[]): readonly number[] {
  const seen = sockets.filter(({ owners }) => owners.length > 0);
  const eldest = [...seen].sort((a, b) => a.socket.inode - b.socket.inode)[0];
  if (eldest === undefined) return [];
  const programs = new Set(eldest.owners.map(programOf));
  const strange = seen.flatMap(({ owners }) =>
    owners.some((owner) => programs.has(programOf(owner))) ? [] : owners.map(({ pid }) => pid),
  );
  return [...new Set(strange)].sort((a, b) => a - b);
}
