import type { ToolVerdict } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import { sequentialTest, type TrwDecision } from './trw.ts';

/** A summary with what follows from its figures. */
export interface Facts {
  readonly summary: SourceSummary;
  readonly tool: ToolVerdict;
  /** Known to be a scanner's own packets: no ordinary kernel makes them. */
  readonly scanner: boolean;
  /** Attempts (packets without a kernel's repetitions) that a service took; one more for services of this host. */
  readonly successes: number;
  /** Attempts that were refused, or met silence. */
  readonly failures: number;
  /** Different pairs of target and port that failed, at most. */
  readonly failedPairs: number;
  /** Different pairs that were accepted, as far as the figures tell. */
  readonly succeededPairs: number;
  readonly trw: TrwDecision;
  /** Between the first packet and the last; null without time. */
  readonly seconds: number | null;
}

export function factsOf(summary: SourceSummary, tool: ToolVerdict, thresholds: Thresholds): Facts {
  const { packets, retries, answered, toServices, pairs, first, last } = summary;
  const attempts = Math.max(Math.min(packets, 1), packets - retries);
  const stealth = stealthy(summary);
  // No service takes a packet without SYN: what such a probe met at an open port is no success of a client.
  const passed = passedAttempts(summary);
  const accepted = stealth ? 0 : Math.min(attempts, Math.max(answered.accepted, passed));
  const failures = attempts - accepted;
  const failedPairs = Math.min(pairs.count, failures);
  // Packets to services of this host are not among the probes. How many services they were is not known: one counts.
  const services = !stealth && toServices > answered.accepted ? 1 : 0;
  const succeededPairs = acceptedPairs(summary, accepted) + services;
  return {
    summary,
    tool,
    scanner: isScanner(tool) || stealth,
    successes: accepted + services,
    failures,
    failedPairs,
    succeededPairs,
    trw: sequentialTest(succeededPairs, failedPairs, thresholds),
    seconds: secondsBetween(first, last),
  };
}

/**
 * What a firewall let through is no failure: its log tells of no answer, but somebody decided that this may come.
 * https://github.com/crowdsecurity/crowdsec/issues/4046
 */
const passedAttempts = ({ allowed = 0, packets, signsTried }: SourceSummary): number =>
  signsTried === 0 ? 0 : Math.round((allowed * packets) / signsTried);

/**
 * Different pairs that were accepted. Of many targets each success may be another one; at one target the busiest ports
 * account for them first, so that a hundred visits of one service excuse no hundred other ports.
 */
function acceptedPairs({ pairs, targets, ports }: SourceSummary, accepted: number): number {
  if (targets.count > 2) return Math.min(accepted, pairs.count);
  let left = accepted;
  let count = 0;
  for (const { packets } of ports.top) {
    if (left <= 0) break;
    left -= packets;
    count += 1;
  }
  return Math.min(pairs.count, left > 0 ? count + left : count);
}

/** Null also where the times of a damaged input lie further apart than numbers reach. */
function secondsBetween(first: number | null, last: number | null): number | null {
  const span = first === null || last === null ? Number.NaN : Math.max(0, last - first) / 1e6;
  return Number.isFinite(span) ? span : null;
}

const isScanner = ({ name, level }: ToolVerdict): boolean =>
  name !== null && name !== 'kernel connect' && (level === 'proven' || level === 'likely');

/** Flags that no kernel sends to open a connection, or with none open: more than a stray one. */
function stealthy({ shapes }: SourceSummary): boolean {
  return shapes.null + shapes.xmas + shapes.fin >= 2;
}
