import type { Thresholds } from '../thresholds.ts';
import { blockScan } from './block-scan.ts';
import type { Facts } from './facts.ts';
import { harmless } from './harmless.ts';
import { hostSweep } from './host-sweep.ts';
import type { KindRule, KindVerdict, RegistryName } from './kind-rule.ts';
import { misdirected } from './misdirected.ts';
import { portScan } from './port-scan.ts';
import { probe } from './probe.ts';

/** The first that answers decides; what none of them knows is a probe. */
const rules: readonly KindRule[] = [harmless, blockScan, portScan, hostSweep, misdirected];

export function kindOf(facts: Facts, thresholds: Thresholds, nameOf: RegistryName): KindVerdict {
  for (const rule of rules) {
    const verdict = rule(facts, thresholds, nameOf);
    if (verdict !== null) return verdict;
  }
  return probe(facts, nameOf);
}
