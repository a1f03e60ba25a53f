import type { Scan } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Facts } from './facts.ts';
import type { KindVerdict } from './kind-rule.ts';
import type { Actors } from './scan-of.ts';
import { compareText } from './weight.ts';

/** A source, and what it is by itself. */
export interface Judged {
  readonly facts: Facts;
  readonly verdict: KindVerdict;
}

/** Findings of several sources each, and whose facts went into them. */
export interface Joined {
  readonly scans: readonly Scan[];
  readonly members: ReadonlySet<Facts>;
}

/** The summaries of a group, the busiest first, and its members as actors of whom none stands out. */
export function actorsOf(group: readonly Facts[]): {
  readonly summaries: readonly [SourceSummary, ...SourceSummary[]];
  readonly actors: Actors;
} {
  const [head, ...rest] = group
    .map(({ summary }) => summary)
    .sort((a, b) => b.packets - a.packets || compareText(a.address, b.address));
  if (head === undefined) throw new RangeError('a group of nobody');
  const sources = [head, ...rest].map(({ address }) => address);
  return { summaries: [head, ...rest], actors: { source: null, sources, sourceCount: sources.length } };
}
