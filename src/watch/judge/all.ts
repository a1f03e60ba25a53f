import type { Scan } from '../../core/knock.ts';
import type { SourceSummary } from '../source-summary.ts';
import { campaigns } from './campaign.ts';
import { clients } from './clients.ts';
import type { JudgeContext } from './context.ts';
import { decoyScans } from './decoy-scan.ts';
import { type Facts, factsOf } from './facts.ts';
import { kindOf } from './kind.ts';
import { isOrdinary } from './ordinary.ts';
import { prefixScans } from './prefix-scan.ts';
import { mergeProtocols } from './protocol-scan.ts';
import { judgeTool } from './recognise.ts';
import { oneActor, scanOf } from './scan-of.ts';
import { byWeight, compareText } from './weight.ts';

/** A source may come several times, once for each time that it began anew. */
const byIdentity = (a: SourceSummary, b: SourceSummary): number =>
  compareText(a.address, b.address) ||
  compareText(a.protocol, b.protocol) ||
  (a.first ?? 0) - (b.first ?? 0) ||
  a.packets - b.packets;

/** Who acts as one comes first, then each source by itself, then the many alike among what is left. */
export function judgeAll(summaries: readonly SourceSummary[], context: JudgeContext): readonly Scan[] {
  const { thresholds, registryName: nameOf = () => null } = context;
  const sorted = mergeProtocols(summaries.toSorted(byIdentity));
  const facts: Facts[] = [];
  const ordinary: Facts[] = [];
  for (const summary of sorted) {
    const one = factsOf(summary, judgeTool(summary), thresholds);
    (isOrdinary(one, thresholds) ? ordinary : facts).push(one);
  }
  const decoys = decoyScans(facts, thresholds);
  const single = facts
    .filter((one) => !decoys.members.has(one))
    .map((facts) => ({ facts, verdict: kindOf(facts, thresholds, nameOf) }));
  const prefixes = prefixScans(single, ordinary, context);
  const several = single.filter(({ facts }) => !prefixes.members.has(facts));
  const served = clients(several, ordinary, context);
  const others = several.filter(({ facts }) => !served.members.has(facts));
  const alike = campaigns(others, ordinary, context);
  const alone = others
    .filter(({ facts }) => !alike.members.has(facts))
    .map(({ facts, verdict }) => scanOf(facts, verdict, oneActor(facts)));
  return byWeight([...decoys.scans, ...prefixes.scans, ...served.scans, ...alike.scans, ...alone]);
}
