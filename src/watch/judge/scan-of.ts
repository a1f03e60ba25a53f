import type { Scan } from '../../core/knock.ts';
import type { Facts } from './facts.ts';
import type { KindVerdict } from './kind-rule.ts';
import { mostEvidence } from './merge.ts';
import { intentsOf } from './recognise.ts';

export const mostSources = 100;

/** Who stands for it: one source, or several that act as one. */
export interface Actors {
  /** The one that is likeliest real; null where none is. */
  readonly source: string | null;
  /** The busiest first. */
  readonly sources: readonly string[];
  readonly sourceCount: number;
}

export const oneActor = ({ summary }: Facts): Actors => ({
  source: summary.address,
  sources: [summary.address],
  sourceCount: 1,
});

export function scanOf(facts: Facts, { kind, because }: KindVerdict, actors: Actors): Scan {
  const { summary, tool, seconds } = facts;
  const { protocol, ports, targets, packets, first, last, answered, samples } = summary;
  return {
    ...actors,
    sources: actors.sources.slice(0, mostSources),
    kind,
    because,
    tool,
    transport: protocol,
    ports,
    targets,
    packets,
    first,
    last,
    // Many packets in no time have no rate that means anything.
    rate: packets < 2 || seconds === null || seconds <= 0 ? null : packets / seconds,
    answered,
    intent: intentsOf(summary, kind),
    spoofable: isSpoofable(facts, kind === 'decoy-scan'),
    evidence: samples.slice(0, mostEvidence),
  };
}

/**
 * A forged sender never sees an answer: only a connection that was accepted, and that the sender then went on with
 * (which the tables count as reaching a service), proves that the address is its own.
 */
const isSpoofable = ({ summary }: Facts, decoys: boolean): boolean =>
  decoys || summary.answered.accepted === 0 || summary.toServices === 0;
