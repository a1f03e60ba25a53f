import type { Scan } from '../../core/knock.ts';
import type { JudgeContext } from './context.ts';
import { type Facts, factsOf } from './facts.ts';
import { groupBy } from './group-by.ts';
import { actorsOf, type Joined, type Judged } from './joined.ts';
import { kindOf } from './kind.ts';
import { mergeSummaries } from './merge.ts';
import { networkOf } from './networks.ts';
import { judgeTool } from './recognise.ts';
import { scanOf } from './scan-of.ts';
import { counted } from './words.ts';

/**
 * A host with IPv6 has the whole /64 (RFC 4291 2.5.1) and can send each packet from another address: sources of one /64
 * that are a scan only together are told as one.
 */
export function prefixScans(
  judged: readonly Judged[],
  ordinary: readonly Facts[],
  { thresholds, registryName: nameOf = () => null }: JudgeContext,
): Joined {
  const members = new Set<Facts>();
  const scans: Scan[] = [];
  const small = judged
    .filter(({ verdict, facts }) => verdict.kind === 'probe' && !facts.summary.near)
    .map(({ facts }) => facts);
  const honest = groupBy(ordinary, prefixOf);
  for (const [prefix, group] of groupBy(small, prefixOf)) {
    if (prefix === null || group.length < thresholds.prefixSources) continue;
    // A network of many clients has some that fail.
    if ((honest.get(prefix)?.length ?? 0) * 2 > group.length) continue;
    const { summaries, actors } = actorsOf(group);
    const merged = mergeSummaries(summaries);
    const facts = factsOf(merged, judgeTool(merged), thresholds);
    const { kind, because } = kindOf(facts, thresholds, nameOf);
    if (kind === 'probe' || kind === 'misdirected') continue;
    for (const one of group) members.add(one);
    const why = `The ${counted(actors.sourceCount, 'source')} are of one IPv6 network, ${prefix.slice(prefix.indexOf(' ') + 1)}, which a single machine can use by itself.`;
    scans.push(scanOf(facts, { kind, because: [...because, why] }, actors));
  }
  return { scans, members };
}

const prefixOf = ({ summary }: Facts): string | null =>
  summary.address.includes(':') ? `${summary.protocol} ${networkOf(summary.address)}` : null;
