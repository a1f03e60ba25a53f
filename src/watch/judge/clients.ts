import type { Scan } from '../../core/knock.ts';
import type { Thresholds } from '../thresholds.ts';
import { attackedPorts } from './causes.ts';
import type { JudgeContext } from './context.ts';
import { type Facts, factsOf } from './facts.ts';
import { inTime, outcome } from './figures.ts';
import { groupBy } from './group-by.ts';
import { type Judged, type Joined, actorsOf } from './joined.ts';
import { mergeSummaries } from './merge.ts';
import { asksPlainly, judgeTool } from './recognise.ts';
import { scanOf } from './scan-of.ts';
import { counted } from './words.ts';

/**
 * Many ordinary clients of one service, which is down, overloaded or answers by a way that was not seen: one finding,
 * and no campaign. What many bots do with ordinary kernels looks alike only where they want this one service of this
 * one target; ports that bots are known to want are left to campaigns.
 */
export function clients(
  judged: readonly Judged[],
  ordinary: readonly Facts[],
  context: JudgeContext,
): Joined {
  const { thresholds, registryName: nameOf = () => null } = context;
  const members = new Set<Facts>();
  const scans: Scan[] = [];
  const groups = groupBy(
    judged.map(({ facts }) => facts).filter((facts) => asksOneService(facts)),
    serviceOf,
  );
  const served = servedAt(ordinary);
  const atPort = new Map<string, number>();
  for (const group of groups.values()) {
    const port = group[0] === undefined ? '' : portOf(group[0]);
    atPort.set(port, (atPort.get(port) ?? 0) + group.length);
  }
  for (const [service, group] of groups) {
    const [head] = group;
    if (head === undefined || group.length < thresholds.campaignPlainSources) continue;
    // Who looks for a port wherever it is comes to other targets as often.
    if (group.length * 2 < (atPort.get(portOf(head)) ?? 0)) continue;
    const others = served.get(service) ?? 0;
    const why = reason(group, others);
    if (why === null) continue;
    const scan = clientsScan(group, why, thresholds, nameOf);
    if (scan === null) continue;
    for (const one of group) members.add(one);
    scans.push(scan);
  }
  return { scans, members };
}

const portOf = ({ summary }: Facts): string => `${summary.protocol} ${summary.ports.top[0]?.port}`;

const serviceOf = (facts: Facts): string => `${portOf(facts)} ${facts.summary.targets.top[0]}`;

function asksOneService({ summary, scanner, tool }: Facts): boolean {
  const { protocol, ports, targets, shapes, signsTried, near } = summary;
  const port = ports.top[0]?.port;
  if (near || scanner || port === undefined || ports.count !== 1 || targets.count !== 1) return false;
  if (protocol === 'udp') return tool.name === null && asksPlainly(summary);
  return (
    protocol === 'tcp' &&
    tool.name === 'kernel connect' &&
    shapes.syn === signsTried &&
    !attackedPorts.has(port)
  );
}

/** How many others a service took. */
function servedAt(ordinary: readonly Facts[]): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const facts of ordinary) {
    if (facts.successes === 0 || facts.summary.targets.count !== 1) continue;
    const service = serviceOf(facts);
    served.set(service, (served.get(service) ?? 0) + 1);
  }
  return served;
}

/** Null where nothing tells clients from a campaign. */
function reason(group: readonly Facts[], served: number): string | null {
  if (served * 2 >= group.length)
    return `${counted(served, 'other source')} ${served === 1 ? 'was' : 'were'} served there.`;
  if (group[0]?.summary.protocol === 'udp')
    return 'Each asks what clients of the service ask; whatever answered them did so by a way that was not seen.';
  const again = group.filter(({ summary }) => summary.packets > summary.pairs.count).length;
  if (again * 2 < group.length) return null;
  return `${again === group.length ? 'All' : `${counted(again, 'source')} of them`} tried again, as the kernel or the program of a client does.`;
}

function clientsScan(
  group: readonly Facts[],
  why: string,
  thresholds: Thresholds,
  nameOf: NonNullable<JudgeContext['registryName']>,
): Scan | null {
  const { summaries, actors } = actorsOf(group);
  const merged = mergeSummaries(summaries);
  const facts = factsOf(merged, judgeTool(merged), thresholds);
  // Together they may show what each by itself did not.
  if (facts.scanner) return null;
  const port = merged.ports.top[0]?.port ?? 0;
  const name = nameOf(port, merged.protocol);
  const because = [
    `${counted(actors.sourceCount, 'source')} ask for port ${port}${name === null ? '' : ` (${name})`} of one target and for nothing else${inTime(facts)}, ${counted(merged.packets, 'packet')} in all${outcome(facts)}.`,
    why,
    'Likely clients of a service that is down, overloaded or closed to them. Bots with ordinary kernels that want this one service would look the same.',
  ];
  return scanOf(facts, { kind: 'misdirected', because }, actors);
}
