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
  const wantedTargets = near ? thresholds.nearSweepTargets : thresholds.sweepTargets;
  const failing = trw !== 'honest' && failedPairs > facts.succeededPairs;
  return {
    manyPorts: failing && Math.min(ports, failedPairs) >= wantedPorts,
    manyTargets: failing && Math.min(targets, failedPairs) >= wantedTargets,
  };
}
