import type { Scan } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import type { JudgeContext, MoreSources } from './context.ts';
import { type Facts, factsOf } from './facts.ts';
import { inTime } from './figures.ts';
import { groupBy } from './group-by.ts';
import type { Joined, Judged } from './joined.ts';
import { mergeSummaries } from './merge.ts';
import { networksText } from './networks.ts';
import { judgeTool } from './recognise.ts';
import { runKeyOf } from './run-key.ts';
import { mostSources, scanOf } from './scan-of.ts';
import { compareText } from './weight.ts';
import { counted, countedAbout } from './words.ts';

interface Group {
  readonly facts: readonly Facts[];
  readonly more: MoreSources;
  readonly because: string;
}

/** Many sources that act alike: one finding for a botnet or a network of scanners, not one for each machine. */
export function campaigns(
  judged: readonly Judged[],
  ordinary: readonly Facts[],
  context: JudgeContext,
): Joined {
  const members = new Set<Facts>();
  const scans: Scan[] = [];
  for (const group of [...dividedRuns(judged), ...alikeSources(judged, ordinary, context)]) {
    const left = group.facts.filter((one) => !members.has(one));
    const [head, ...rest] = left
      .map(({ summary }) => summary)
      .sort((a, b) => b.packets - a.packets || compareText(a.address, b.address));
    if (head === undefined || left.length < group.facts.length) continue;
    for (const one of left) members.add(one);
    scans.push(campaignScan([head, ...rest], group, context.thresholds));
  }
  return { scans, members };
}

const noMore: MoreSources = { sources: 0, packets: 0 };

/** Wide scans are findings by themselves; joined are those of which each source gives a little only. */
function alikeSources(
  judged: readonly Judged[],
  ordinary: readonly Facts[],
  { thresholds, more }: JudgeContext,
): readonly Group[] {
  const small = judged
    .filter(
      ({ verdict, facts }) =>
        (verdict.kind === 'probe' || verdict.kind === 'host-sweep') && !facts.summary.near,
    )
    .map(({ facts }) => facts);
  const honest = new Map<number, number>();
  for (const { summary } of ordinary) honest.set(keyOf(summary), (honest.get(keyOf(summary)) ?? 0) + 1);
  const groups: Group[] = [];
  for (const [key, facts] of groupBy(small, (facts) => keyOf(facts.summary))) {
    if (key === 0) continue;
    const tool = facts.some(hasTool);
    // The sources that were not looked at are most likely as those that were: where these are mostly honest clients of
    // a service, so are they.
    const alike = tool || (facts.length > 1 && facts.length > (honest.get(key) ?? 0));
    const beside = alike ? (more.get(key) ?? noMore) : noMore;
    const wanted = tool ? thresholds.campaignSources : thresholds.campaignPlainSources;
    if (facts.length + beside.sources < wanted) continue;
    const because = tool
      ? 'Their first packets have the same constants of one tool; who uses it need not be one.'
      : 'Their first packets have the same constants (flags, window, options, TTL class, port); what an ordinary system sends can agree by chance.';
    groups.push({ facts, more: beside, because });
  }
  return groups;
}

const keyOf = ({ campaignKey }: SourceSummary): number => campaignKey ?? 0;

const hasTool = ({ tool }: Facts): boolean =>
  tool.name !== null && tool.name !== 'kernel connect' && tool.level !== 'unknown';

/** An nmap run has one key in all of its sequences: sources that share it at one time are one run, divided. */
function dividedRuns(judged: readonly Judged[]): readonly Group[] {
  const groups: Group[] = [];
  for (const [key, facts] of groupBy(
    judged.map(({ facts }) => facts),
    (facts) => runKeyOf(facts) ?? noKey,
  )) {
    if (key === noKey) continue;
    for (const run of atOneTime(facts)) {
      if (run.length < 2) continue;
      const because =
        'The sequence numbers of all have one nmap run’s key (by chance 1 in 65,536 for two sources): one run, divided or sent from several addresses.';
      groups.push({ facts: run, more: noMore, because });
    }
  }
  return groups;
}

const noKey = -1;

/** Splits by gaps of more than ten minutes: a key of 16 bits comes again by chance over days. */
function atOneTime(facts: readonly Facts[]): readonly (readonly Facts[])[] {
  const sorted = facts.toSorted((a, b) => (a.summary.first ?? 0) - (b.summary.first ?? 0));
  const runs: Facts[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const one of sorted) {
    if ((one.summary.first ?? 0) - end > 600e6) runs.push([]);
    runs.at(-1)?.push(one);
    end = Math.max(end, one.summary.last ?? 0);
  }
  return runs;
}

function campaignScan(
  summaries: readonly [SourceSummary, ...SourceSummary[]],
  { more, because: why }: Group,
  thresholds: Thresholds,
): Scan {
  const alone = mergeSummaries(summaries);
  const tool = judgeTool(alone);
  const merged = { ...alone, packets: alone.packets + more.packets };
  const facts = factsOf(merged, tool, thresholds);
  const sourceCount = summaries.length + more.sources;
  const sources = summaries.slice(0, mostSources).map(({ address }) => address);
  const because = [
    `${counted(sourceCount, 'source')} act alike: ${countedAbout(merged.ports, 'port')} on ${countedAbout(merged.targets, 'target')}${inTime(facts)}, ${counted(merged.packets, 'packet')} in all.`,
    why,
    ...networksText(summaries.map(({ address }) => address)),
  ];
  return scanOf(facts, { kind: 'campaign', because }, { source: null, sources, sourceCount });
}
