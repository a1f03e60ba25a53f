import { isReeveError } from '../../../core/errors.ts';
import type { SocketKind } from '../../../core/transport.ts';
import type { SeenCount } from '../../../core/visibility.ts';
import { type ReceiveBuffer, receiveBuffer } from '../../../sys/netlink.ts';
import type { ListedSocket } from '../../listener.ts';
import { ownNamespace, surveyNamespaces } from './namespaces.ts';
import { NetlinkSource, openNetlinkSource } from './netlink-source.ts';
import { readOthers } from './other-namespaces.ts';
import { procSource } from './proc-source.ts';
import type { ConnectionCount, SocketQuery, SocketSource } from './source.ts';
import { tablesBelow } from './tables.ts';

export interface ListOptions {
  /** All kinds if not given. */
  readonly kinds?: readonly SocketKind[];
  /** Only sockets of this port. */
  readonly port?: number | null;
  /** Whether to look into other network namespaces too, which costs a system call for each process. */
  readonly namespaces: boolean;
  /** UDP sockets with a peer as well, which only that peer reaches; false if not given. */
  readonly connectedUdp?: boolean;
}

export interface SocketListing {
  /** The own namespace's first. */
  readonly sockets: readonly ListedSocket[];
  /** How the own namespace was read. */
  readonly method: 'netlink' | 'proc';
  /** `hidden` is null where nobody looked or it cannot be known. */
  readonly namespaces: SeenCount;
  readonly notes: readonly string[];
}

/** Opens a netlink source of the own namespace, or throws a ReeveError; tests put a refusal here. */
export type OpenNetlink = typeof openNetlinkSource;

const allKinds: readonly SocketKind[] = ['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet'];
const ownTables = '/proc/thread-self/net';

// One for all listings: they run one at a time, and a quarter of a megabyte need not be made anew.
let buffer: ReceiveBuffer | null = null;

/**
 * The sockets that can receive: TCP, SCTP and DCCP listeners, unconnected UDP sockets, raw and packet sockets.
 * Never throws for what the system refuses: that is in `notes`. Needs no privilege for the own namespace;
 * others are entered with CAP_SYS_ADMIN, else read from their processes' /proc/PID/net.
 */
export function listSockets(options: ListOptions, open: OpenNetlink = openNetlinkSource): SocketListing {
  const query: SocketQuery = {
    kinds: new Set(options.kinds ?? allKinds),
    port: options.port ?? null,
    connectedUdp: options.connectedUdp ?? false,
    netns: ownNamespace(),
  };
  const { source, refusal } = openOwn(open);
  try {
    const answer = source.list(query);
    const method = source instanceof NetlinkSource ? 'netlink' : 'proc';
    const notes = refusal === null ? answer.notes : [refusal, ...answer.notes];
    if (!options.namespaces)
      return { sockets: answer.sockets, method, namespaces: { seen: 1, hidden: null }, notes };
    const others = readOthers(surveyNamespaces(query.netns), query, source, sharedBuffer());
    return {
      sockets: [...answer.sockets, ...others.sockets],
      method,
      namespaces: others.namespaces,
      notes: [...new Set([...notes, ...others.notes])],
    };
  } finally {
    source.close();
  }
}

/**
 * How many sockets of the own namespace have the port as their local port without listening on it; null where
 * nothing could be counted.
 */
export function countConnections(
  port: number,
  open: OpenNetlink = openNetlinkSource,
): ConnectionCount | null {
  const { source } = openOwn(open);
  try {
    return source.countConnections(port);
  } finally {
    source.close();
  }
}

function openOwn(open: OpenNetlink): { readonly source: SocketSource; readonly refusal: string | null } {
  try {
    return { source: open(() => tablesBelow(ownTables), sharedBuffer()), refusal: null };
  } catch (error) {
    if (!isReeveError(error)) throw error;
    const refusal =
      `Sockets were read from /proc/net, since asking the kernel failed (${error.explanation.found}): ` +
      'whether a socket takes IPv4 as well, its interface, cgroup and queue are not known';
    return { source: procSource(tablesBelow(ownTables)), refusal };
  }
}

function sharedBuffer(): ReceiveBuffer {
  buffer ??= receiveBuffer();
  return buffer;
}
