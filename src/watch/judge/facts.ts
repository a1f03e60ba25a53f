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
  /** Different attempts: packets without a kernel's repetitions. */
  readonly attempts: number;
  /** Attempts that a service took. */
  readonly successes: number;
  /** Attempts that were refused, or met silence. */
  readonly failures: number;
  /** Different pairs of target and port that failed, at most. */
  readonly failedPairs: number;
  readonly trw: TrwDecision;
  /** Between the first packet and the last; null without time. */
  readonly seconds: number | null;
}

export function factsOf(summary: SourceSummary, tool: ToolVerdict, thresholds: Thresholds): Facts {
  const { packets, retries, answered, toServices, pairs, first, last } = summary;
  const attempts = Math.max(Math.min(packets, 1), packets - retries);
  const stealth = stealthy(summary);
  // No service takes a packet without SYN: what such a probe met at an open port is no success of a client.
  const successes = stealth ? 0 : Math.min(attempts, Math.max(toServices, answered.accepted));
  const failures = attempts - successes;
  const failedPairs = Math.min(pairs.count, failures);
  return {
    summary,
    tool,
    scanner: isScanner(tool) || stealth,
    attempts,
    successes,
    failures,
    failedPairs,
    trw: sequentialTest(Math.min(successes, pairs.count), failedPairs, thresholds),
    seconds: first === null || last === null ? null : Math.max(0, last - first) / 1e6,
  };
}

const isScanner = ({ name, level }: ToolVerdict): boolean =>
  name !== null && name !== 'kernel connect' && (level === 'proven' || level === 'likely');

/** Flags that no kernel sends to open a connection, or with none open: more than a stray one. */
function stealthy({ shapes }: SourceSummary): boolean {
  return shapes.null + shapes.xmas + shapes.fin >= 2;
}
