import type { SocketKind } from '../../../core/transport.ts';
import type { ListedSocket, NetworkNamespace } from '../../listener.ts';

export interface SocketQuery {
  readonly kinds: ReadonlySet<SocketKind>;
  /** Only sockets of this port (none of the kinds without ports); null for all. */
  readonly port: number | null;
  /** UDP sockets with a peer as well. */
  readonly connectedUdp: boolean;
  /** The namespace that is asked, for the answers. */
  readonly netns: NetworkNamespace;
}

export interface SourceAnswer {
  readonly sockets: readonly ListedSocket[];
  /** What could not be read and what follows. */
  readonly notes: readonly string[];
}

/** Why a port on which nothing listens may not be free: what else has it as its local port. */
export interface ConnectionCount {
  /** TCP connections that are over and only wait to be forgotten. */
  readonly timeWait: number;
  /** TCP connections, whatever their state but TIME_WAIT. */
  readonly connected: number;
  /** TCP sockets that are bound but do not listen; null where the kernel does not list them (before 6.8). */
  readonly bound: number | null;
  /** UDP sockets with a peer. */
  readonly connectedUdp: number;
}

/** A way to list the sockets of one network namespace. All of them pass one contract suite. */
export interface SocketSource {
  list(query: SocketQuery): SourceAnswer;
  /** null where nothing could be counted. */
  countConnections(port: number): ConnectionCount | null;
  close(): void;
}
