import { inSpan } from '../core/range.ts';
import type { Transport } from '../core/transport.ts';
import type { ClosedReason, HostPorts, NetworkNamespace, Publication, Unit } from './listener.ts';

/** What is known of a port on which nobody listens. */
export interface ClosedEvidence {
  readonly port: number;
  /** null or absent = asked for all. */
  readonly transport?: Transport | null;
  readonly host: HostPorts;
  /** TCP sockets with this local port that do not listen; null where they could not be counted. */
  readonly connections: { readonly timeWait: number; readonly connected: number } | null;
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

function ofConnections({ connections, transport }: ClosedEvidence): readonly ClosedReason[] {
  const isTcp = transport === undefined || transport === null || transport === 'tcp';
  if (connections === null || !isTcp) return [];
  const { timeWait, connected } = connections;
  return [
    ...(timeWait > 0 ? [{ kind: 'time-wait', count: timeWait } as const] : []),
    ...(connected > 0 ? [{ kind: 'connected', count: connected } as const] : []),
  ];
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
