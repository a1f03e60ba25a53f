import type { Distinct, PortCount } from '../../core/knock.ts';
import type { Probe } from '../../core/probe.ts';
import { type SourceSummary, tcpShapes } from '../source-summary.ts';

export const mostEvidence = 16;
const mostTop = 16;

/** Several summaries as one: what a tool or an intent shows is judged by all that was seen of it. */
export function mergeSummaries(summaries: readonly [SourceSummary, ...SourceSummary[]]): SourceSummary {
  const [head] = summaries;
  const sum = (of: (summary: SourceSummary) => number): number =>
    summaries.reduce((total, summary) => total + of(summary), 0);
  const ports = mergePorts(summaries.map(({ ports }) => ports));
  const targets = mergeTargets(summaries.map(({ targets }) => targets));
  return {
    address: head.address,
    protocol: head.protocol,
    packets: sum(({ packets }) => packets),
    first: least(summaries.map(({ first }) => first)),
    last: most(summaries.map(({ last }) => last)),
    ports,
    targets,
    pairs: {
      count: Math.max(ports.count, targets.count, greatest(summaries.map(({ pairs }) => pairs.count))),
      exact: false,
    },
    retries: sum(({ retries }) => retries),
    sourcePorts: { count: greatest(summaries.map(({ sourcePorts }) => sourcePorts.count)), exact: false },
    shapes: Object.fromEntries(
      tcpShapes.map((shape) => [shape, sum(({ shapes }) => shapes[shape])]),
    ) as SourceSummary['shapes'],
    answered: {
      accepted: sum(({ answered }) => answered.accepted),
      refused: sum(({ answered }) => answered.refused),
    },
    allowed: sum(({ allowed }) => allowed ?? 0),
    toServices: sum(({ toServices }) => toServices),
    medianGap: null,
    ttl: mergeTtl(summaries),
    signs: mergeSigns(summaries.map(({ signs }) => signs)),
    pairSigns: mergeSigns(summaries.map(({ pairSigns }) => pairSigns)),
    signsTried: sum(({ signsTried }) => signsTried),
    pairsTried: sum(({ pairsTried }) => pairsTried),
    fieldsAll: summaries.reduce((bits, { fieldsAll }) => bits & fieldsAll, head.fieldsAll) >>> 0,
    fieldsAny: summaries.reduce((bits, { fieldsAny }) => bits | fieldsAny, 0) >>> 0,
    shared: summaries.reduce<SourceSummary['shared']>(
      (best, { shared }) => (shared !== null && shared.sources > (best?.sources ?? 0) ? shared : best),
      null,
    ),
    samples: mergeSamples(summaries),
    near: summaries.every(({ near }) => near),
    campaignKey: head.campaignKey ?? 0,
  };
}

/** The first packets of all, by time; those without time keep the order of their sources. */
function mergeSamples(summaries: readonly SourceSummary[]): readonly Probe[] {
  // The first packets of all are among those of the sources that came first.
  const earliest = summaries.toSorted((a, b) => (a.first ?? 0) - (b.first ?? 0)).slice(0, mostEvidence);
  const all = earliest.flatMap(({ samples }) => samples.slice(0, mostEvidence));
  return all.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.ordinal - b.ordinal).slice(0, mostEvidence);
}

type Ports = SourceSummary['ports'];
type Targets = SourceSummary['targets'];

/** Exact only where every list is whole: then the union can be counted. */
function mergePorts(all: readonly Ports[]): Ports {
  const packets = new Map<number, number>();
  for (const { top } of all)
    for (const one of top) packets.set(one.port, (packets.get(one.port) ?? 0) + one.packets);
  const top: PortCount[] = Array.from(packets, ([port, count]) => ({ port, packets: count }));
  top.sort((a, b) => b.packets - a.packets || a.port - b.port);
  return { ...union(all, packets.size), top: top.slice(0, mostTop) };
}

function mergeTargets(all: readonly Targets[]): Targets {
  const seen = new Map<string, number>();
  for (const { top } of all) for (const target of top) seen.set(target, (seen.get(target) ?? 0) + 1);
  const top = Array.from(seen).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return { ...union(all, seen.size), top: top.slice(0, mostTop).map(([target]) => target) };
}

function union(all: readonly (Distinct & { readonly top: readonly unknown[] })[], listed: number): Distinct {
  const whole = all.every(({ exact, count, top }) => exact && top.length === count);
  if (whole) return { count: listed, exact: true };
  return { count: Math.max(listed, greatest(all.map(({ count }) => count))), exact: false };
}

function mergeTtl(summaries: readonly SourceSummary[]): SourceSummary['ttl'] {
  const low = least(summaries.map(({ ttl }) => ttl?.low ?? null));
  const high = most(summaries.map(({ ttl }) => ttl?.high ?? null));
  return low === null || high === null ? null : { low, high };
}

function mergeSigns(all: readonly ArrayLike<number>[]): readonly number[] {
  const length = all.reduce((longest, signs) => Math.max(longest, signs.length), 0);
  return Array.from({ length }, (_, bit) => all.reduce((total, signs) => total + (signs[bit] ?? 0), 0));
}

const greatest = (values: readonly number[]): number =>
  values.reduce((best, value) => (value > best ? value : best), 0);

const least = (values: readonly (number | null)[]): number | null =>
  values.reduce((best, value) => (value === null || (best !== null && best <= value) ? best : value), null);

const most = (values: readonly (number | null)[]): number | null =>
  values.reduce((best, value) => (value === null || (best !== null && best >= value) ? best : value), null);
