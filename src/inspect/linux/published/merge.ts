import { isIP } from 'node:net';
import { scopeOf } from '../../../core/address.ts';
import type { Transport } from '../../../core/transport.ts';
import { plainContainer, type EngineContainer } from '../containers/index.ts';
import type { Publication } from '../../listener.ts';

function routeOf(publication: Publication): string {
  const { transport, hostAddress, hostPort, through, targetAddress, targetPort, targetThrough, condition } =
    publication;
  return [
    transport,
    hostAddress,
    hostPort,
    through,
    targetAddress,
    targetPort,
    targetThrough,
    condition,
  ].join(' ');
}

/** Each route once. Rules of iptables are seen through nftables too; the one that says more of who made it stays. */
export function distinctPublications(publications: readonly Publication[]): readonly Publication[] {
  const rank = { docker: 0, podman: 0, iptables: 1, nftables: 2 } as const;
  const byRoute = new Map<string, Publication>();
  for (const publication of publications) {
    const route = routeOf(publication);
    const known = byRoute.get(route);
    if (known === undefined || rank[publication.by] < rank[known.by]) byRoute.set(route, publication);
  }
  return [...byRoute.values()];
}

/** Names the container behind each target address, on whichever network it has that address. */
export const withContainers = (
  publications: readonly Publication[],
  known: readonly EngineContainer[],
): readonly Publication[] =>
  publications.map((publication) => {
    if (publication.container !== null || publication.targetAddress === null) return publication;
    const all = known.filter(({ addresses }) => addresses.includes(publication.targetAddress ?? ''));
    const [only] = all;
    return only === undefined || all.length > 1 ? publication : attach(publication, only);
  });

const attach = (publication: Publication, container: EngineContainer): Publication => ({
  ...publication,
  container: plainContainer(container),
});

/** A question about a published port: transport null = any, addresses = those of this host (null = not checked). */
export interface PublishedQuery {
  readonly port: number;
  readonly transport: Transport | null;
  readonly hostAddresses: readonly string[] | null;
}

/**
 * The publications that take one port of this host, each narrowed to it. A rule for an address that is not the host's
 * own (a cluster's virtual service address, a routed network) publishes nothing of the host and is left out.
 */
export const publishedAt = (
  publications: readonly Publication[],
  query: PublishedQuery,
): readonly Publication[] =>
  publications
    .filter((publication) => takes(publication, query))
    .map((publication) => narrowed(publication, query.port));

function takes({ transport, hostAddress, hostPort, through }: Publication, query: PublishedQuery): boolean {
  if (query.transport !== null && query.transport !== transport) return false;
  if (query.port < hostPort || query.port > (through ?? hostPort)) return false;
  if (query.hostAddresses === null || scopeOf(hostAddress) === 'wildcard' || isIP(hostAddress) === 0)
    return true;
  return scopeOf(hostAddress) === 'loopback' || query.hostAddresses.includes(hostAddress);
}

function narrowed(publication: Publication, port: number): Publication {
  const { through, ...rest } = publication;
  if (through === undefined) return publication;
  return { ...rest, hostPort: port, targetPort: publication.targetPort ?? port };
}

/** A listener that packets may be handed on to. */
export interface PublicationTarget {
  readonly transport: Transport;
  readonly port: number;
  /** Addresses at which the listener is reached inside its namespace. */
  readonly addresses: readonly string[];
  readonly containerId: string | null;
}

/** The publications that hand packets on to a listener: to one of its addresses or its container, at its port. */
export const publicationsTo = (
  publications: readonly Publication[],
  target: PublicationTarget,
): readonly Publication[] =>
  publications.filter((publication) => {
    const { transport, targetAddress, container } = publication;
    if (transport !== target.transport || !reachesPort(publication, target.port)) return false;
    if (targetAddress !== null && target.addresses.includes(targetAddress)) return true;
    return container !== null && container.id === target.containerId;
  });

function reachesPort({ hostPort, through, targetPort, targetThrough }: Publication, port: number): boolean {
  // A span handed on as it is keeps each port; a single port without a target port is one whose target is not known.
  if (targetPort === null) return through !== undefined && port >= hostPort && port <= through;
  return port >= targetPort && port <= (targetThrough ?? targetPort);
}
