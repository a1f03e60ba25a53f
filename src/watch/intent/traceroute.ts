import type { Probe } from '../../core/probe.ts';
import type { SourceSummary } from '../source-summary.ts';

/** The lowest TTL that an ordinary sender's packets have left on arrival is far above this. */
const lowTtl = 5;
const leastSteps = 3;
/** Of UDP: from 33434, one port further with each packet, 30 hops of three and a few to spare. */
const firstPort = 33_434;
const lastPort = 33_689;

/**
 * A traceroute: packets whose TTL rises from next to nothing, to one port or to those that the tool has had since 1988.
 * Where it is seen at its target the hops are gone, the steps are not. https://datatracker.ietf.org/doc/html/rfc1393
 */
export function isTraceroute({ protocol, ports, ttl, samples }: SourceSummary): boolean {
  if (ttl === null || ttl.low > lowTtl || ttl.high > 64) return false;
  if (!isAimed(protocol, ports)) return false;
  const paths = new Map<string, number[]>();
  for (const sample of samples.toSorted(byOrder)) {
    if (sample.ttl === null) return false;
    const path = paths.get(sample.destination) ?? [];
    path.push(sample.ttl);
    paths.set(sample.destination, path);
  }
  const all = Array.from(paths.values());
  return (
    all.some((path) => new Set(path).size >= leastSteps) &&
    all.every((path) => path.every((step, index) => step >= (path[index - 1] ?? 0)))
  );
}

function isAimed(protocol: SourceSummary['protocol'], { count, top }: SourceSummary['ports']): boolean {
  if (protocol === 'udp' && count <= lastPort - firstPort + 1)
    if (top.every(({ port }) => port >= firstPort && port <= lastPort)) return true;
  return (protocol === 'tcp' || protocol === 'udp' || protocol.startsWith('icmp')) && count <= 1;
}

const byOrder = (one: Probe, other: Probe): number =>
  (one.at ?? 0) - (other.at ?? 0) || one.ordinal - other.ordinal;
