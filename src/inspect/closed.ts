import { inSpan } from '../core/range.ts';
import type { Transport } from '../core/transport.ts';
import type { ClosedReason, HostPorts, NetworkNamespace, Publication, Unit } from './listener.ts';

/** Counts of TCP sockets with a local port, and of UDP sockets with a peer. */
interface Connections {
  readonly timeWait: number;
  readonly connected: number;
  /** Bound without listening; null where the kernel does not list them (before Linux 6.8). */
  readonly bound?: number | null;
  readonly connectedUdp?: number;
}

/** What is known of a port on which nobody listens. */
export interface ClosedEvidence {
  readonly port: number;
  /** null or absent = asked for all. */
  readonly transport?: Transport | null;
  readonly host: HostPorts;
  /** Sockets with this local port that do not listen; null where they could not be counted. */
  readonly connections: Connections | null;
  /** Publications of this very port. */
  readonly published: readonly Publication[];
  /** Socket units configured for the port. */
  readonly sleeping: readonly Unit[];
  /** Other network namespaces where somebody listens on it. */
  readonly otherNamespaces?: readonly NetworkNamespace[];
  /** Who keeps the reserved ranges; by platform unless told. */
  readonly reservedBy?: string;
}

/** Why the port may still not be free, what matters most first. Empty = nothing stands against it that could be seen. */
export function closedReasons(evidence: ClosedEvidence): readonly ClosedReason[] {
  const { published, sleeping, otherNamespaces = [] } = evidence;
  return [
    ...published.map((publication): ClosedReason => ({ kind: 'published', publication })),
    ...sleeping.map((unit): ClosedReason => ({ kind: 'sleeping-socket', unit })),
    ...ofConnections(evidence),
    ...ofHost(evidence),
    ...otherNamespaces.map((netns): ClosedReason => ({ kind: 'other-namespace', netns })),
  ];
}

function ofConnections({ connections, transport = null }: ClosedEvidence): readonly ClosedReason[] {
  if (connections === null) return [];
  const [tcp, udp] = [transport === null || transport === 'tcp', transport === null || transport === 'udp'];
  const { timeWait, connected, bound = 0, connectedUdp = 0 } = connections;
  const counts: readonly (readonly [kind: 'bound' | 'time-wait' | 'connected', count: number])[] = [
    ['bound', tcp ? (bound ?? 0) : 0],
    ['time-wait', tcp ? timeWait : 0],
    ['connected', (tcp ? connected : 0) + (udp ? connectedUdp : 0)],
  ];
  return counts.flatMap(([kind, count]) => (count > 0 ? [{ kind, count }] : []));
}

/** A reserved port of the ephemeral range is kept out of it, so only one of the two is said. */
function ofHost({ port, host, reservedBy = usualReserver() }: ClosedEvidence): readonly ClosedReason[] {
  const reserved = host.reserved?.some((span) => inSpan(port, span)) ?? false;
  if (reserved) return [{ kind: 'reserved-by-os', source: reservedBy }];
  const { ephemeral } = host;
  return ephemeral !== null && inSpan(port, ephemeral) ? [{ kind: 'ephemeral', ...ephemeral }] : [];
}

const usualReserver = (): string =>
  process.platform === 'win32' ? 'excluded port ranges' : 'net.ipv4.ip_local_reserved_ports';
