import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';

/** Over how many ports and targets a source went, against the lines that are drawn for one of its sort. */
export interface Breadth {
  readonly manyPorts: boolean;
  readonly manyTargets: boolean;
}

export function breadthOf(facts: Facts, thresholds: Thresholds): Breadth {
  const { summary, scanner, failedPairs, trw } = facts;
  const ports = summary.ports.count;
  const targets = summary.targets.count;
  if (scanner)
    return { manyPorts: ports >= thresholds.scanPorts, manyTargets: targets >= thresholds.sweepTargets };
  // An ordinary kernel's packets say nothing by themselves: what counts is where it failed, and how often.
  const near = summary.near;
  const wantedPorts = near ? thresholds.nearScanPorts : thresholds.scanPorts;
  if (triesOpenPorts(facts, thresholds)) return { manyPorts: true, manyTargets: false };
  const wantedTargets = near ? thresholds.nearSweepTargets : thresholds.sweepTargets;
  const failing = trw !== 'honest' && failedPairs > facts.succeededPairs;
  return {
    manyPorts: failing && Math.min(ports, failedPairs) >= wantedPorts,
    manyTargets: failing && Math.min(targets, failedPairs) >= wantedTargets,
  };
}

/** A passive FTP server gives each transfer a port of its own. https://www.rfc-editor.org/rfc/rfc959 */
const transfers: ReadonlySet<number> = new Set([21, 990]);

/**
 * No client needs so many services of one machine, each once: what accepts them all is a scanner's find, or a trap. A
 * health check comes back to the same ports; of the own network more is asked, as of any other scan.
 */
export function triesOpenPorts({ summary, successes }: Facts, thresholds: Thresholds): boolean {
  const { protocol, ports, targets, packets, retries, shapes, signsTried, near } = summary;
  const { scanPorts, nearScanPorts, openPorts } = thresholds;
  const wanted = Math.max(scanPorts, near ? (openPorts * nearScanPorts) / scanPorts : openPorts);
  return (
    protocol === 'tcp' &&
    successes > 0 &&
    targets.count === 1 &&
    ports.count >= wanted &&
    shapes.syn === signsTried &&
    packets - retries <= ports.count * 1.5 &&
    !ports.top.some(({ port }) => transfers.has(port)) &&
    !summary.samples.some(({ destinationPort }) => transfers.has(destinationPort ?? 0))
  );
}
