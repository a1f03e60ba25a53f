import type { SourceSummary } from '../source-summary.ts';
import { mergeSummaries } from './merge.ts';

/**
 * A scan of IP protocols (nmap -sO) shows as one summary for each protocol that has no name here. They are one
 * source's doing: merged into one whose "ports" are the protocols' numbers.
 * @param sorted by address
 */
export function mergeProtocols(sorted: readonly SourceSummary[]): readonly SourceSummary[] {
  const whole: SourceSummary[] = [];
  let group: SourceSummary[] = [];
  const close = (): void => {
    const [head, ...rest] = group;
    if (head !== undefined) whole.push(rest.length === 0 ? head : asOne([head, ...rest]));
    group = [];
  };
  for (const summary of sorted) {
    if (summary.address !== group[0]?.address) close();
    if (summary.protocol.startsWith('proto-')) group.push(summary);
    else whole.push(summary);
  }
  close();
  return whole;
}

function asOne(summaries: readonly [SourceSummary, ...SourceSummary[]]): SourceSummary {
  const merged = mergeSummaries(summaries);
  const numbers = summaries.map(({ protocol, packets }) => ({ port: Number(protocol.slice(6)), packets }));
  numbers.sort((a, b) => b.packets - a.packets || a.port - b.port);
  const count = new Set(numbers.map(({ port }) => port)).size;
  return {
    ...merged,
    // Without ports a second protocol looks like a repetition of the first.
    retries: Math.min(merged.retries, Math.max(0, merged.packets - count)),
    ports: { count, exact: true, top: numbers.slice(0, 16) },
    pairs: { count: Math.max(count, merged.targets.count), exact: merged.targets.count === 1 },
  };
}
