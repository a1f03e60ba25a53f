import type { Probe } from '../../core/probe.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import type { Facts } from './facts.ts';
import { Groups } from './groups.ts';
import { compareText } from './weight.ts';

/** Sources of one run, found by the probes that they share. */
export interface SharedRun {
  readonly members: readonly Facts[];
  /** Probes that the two likest members share, target, port, source port and, where known, sequence alike. */
  readonly shared: number;
  /** The input gives sequences: chance is out. */
  readonly bySequence: boolean;
}

interface Seen {
  readonly index: number;
  readonly at: number | null;
}

/** More sources with one probe than these are compared with their neighbours in time only. */
const fullyCompared = 24;

/**
 * nmap -D sends each probe once from every decoy, with the same ports and the same sequence, one behind the other.
 * https://nmap.org/book/man-bypass-firewalls-ids.html
 */
export function sharedRuns(facts: readonly Facts[], thresholds: Thresholds): readonly SharedRun[] {
  const pairs = countPairs(facts, thresholds);
  const joined = new Groups(facts.length);
  const strongest = new Map<number, { shared: number; bySequence: boolean }>();
  for (const [key, { bare, exact, atOnce }] of pairs) {
    const [low, high] = [Math.floor(key / facts.length), key % facts.length];
    // Without sequences the ports' order alone speaks: twice as many are asked for. Of sources with fewer packets all
    // must be shared, and at once: target, ports and sequence agree by chance in one of 2^48.
    const whole = atOnce && [low, high].every((index) => sharesAll(facts[index]?.summary, exact));
    if (exact < thresholds.decoyShared && bare < thresholds.decoyShared * 2 && !whole) continue;
    joined.join(low, high);
    strongest.set(key, { shared: exact + bare, bySequence: exact > bare });
  }
  const best = new Map<number, { shared: number; bySequence: boolean }>();
  for (const [key, pair] of strongest) {
    const root = joined.rootOf(key % facts.length);
    if (pair.shared > (best.get(root)?.shared ?? 0)) best.set(root, pair);
  }
  const runs = joined.groups().flatMap((group) => {
    const pair = best.get(joined.rootOf(group[0] ?? 0));
    const members = group.flatMap((index) => facts[index] ?? []);
    return pair === undefined ? [] : [{ members, ...pair }];
  });
  // The run that shows most comes first: what is less certain is read in its light.
  return runs.sort((a, b) => b.shared - a.shared);
}

const sharesAll = (summary: SourceSummary | undefined, shared: number): boolean =>
  summary?.protocol === 'tcp' && summary.packets === shared;

interface PairCount {
  /** Shared probes without a sequence, and with one. */
  bare: number;
  exact: number;
  /** Each lay within a moment. */
  atOnce: boolean;
}

const momentMicroseconds = 100_000;

/** How many probes each pair of sources shares, keyed `lower * count + higher`. */
function countPairs(facts: readonly Facts[], { decoySkew }: Thresholds): ReadonlyMap<number, PairCount> {
  const pairs = new Map<number, PairCount>();
  for (const [key, seen] of probesByKey(facts, decoySkew)) {
    const list = seen.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.index - b.index);
    for (let first = 0; first < list.length; first++) {
      const reach = list.length <= fullyCompared ? list.length : Math.min(list.length, first + 2);
      for (let second = first + 1; second < reach; second++) {
        const a = list[first];
        const b = list[second];
        if (a === undefined || b === undefined || a.index === b.index || !together(a, b, decoySkew)) continue;
        const pair = Math.min(a.index, b.index) * facts.length + Math.max(a.index, b.index);
        const count = pairs.get(pair) ?? { bare: 0, exact: 0, atOnce: true };
        if (key.endsWith('?')) count.bare += 1;
        else count.exact += 1;
        count.atOnce &&= a.at !== null && b.at !== null && Math.abs(a.at - b.at) <= momentMicroseconds;
        pairs.set(pair, count);
      }
    }
  }
  return pairs;
}

const together = (a: Seen, b: Seen, skew: number): boolean =>
  a.at === null || b.at === null || Math.abs(a.at - b.at) <= skew * 1e6;

/** Each source stands once under a probe; probes of a single source are left out. */
function probesByKey(facts: readonly Facts[], decoySkew: number): ReadonlyMap<string, readonly Seen[]> {
  const byKey = new Map<string, Seen[]>();
  const candidates = withCompany(facts, decoySkew);
  for (const [index, { summary }] of facts.entries()) {
    if (!candidates.has(index)) continue;
    for (const probe of summary.samples) {
      const key = probeKey(probe);
      if (key === null) continue;
      const seen = byKey.get(key) ?? [];
      if (seen.at(-1)?.index !== index) seen.push({ index, at: probe.at });
      byKey.set(key, seen);
    }
  }
  for (const [key, seen] of byKey) if (seen.length < 2) byKey.delete(key);
  return byKey;
}

/**
 * Decoys begin together at the same targets: only sources whose first packet is as near in time to that of another with
 * the same first target are worth reading their samples. Where times are unknown all are.
 */
function withCompany(facts: readonly Facts[], decoySkew: number): ReadonlySet<number> {
  const company = new Set<number>();
  const order = facts
    .map(({ summary }, index) => ({
      index,
      first: summary.first,
      aim: `${summary.protocol} ${summary.targets.top[0] ?? ''}`,
    }))
    .sort((a, b) => compareText(a.aim, b.aim) || (a.first ?? 0) - (b.first ?? 0));
  for (const [place, one] of order.entries()) {
    const next = order[place + 1];
    if (one.first === null) company.add(one.index);
    if (next === undefined || next.aim !== one.aim || next.first === null || one.first === null) continue;
    if (next.first - one.first > decoySkew * 1e6) continue;
    company.add(one.index);
    company.add(next.index);
  }
  return company;
}

function probeKey({
  protocol,
  destination,
  destinationPort,
  sourcePort,
  sequence,
  echo,
  icmp,
}: Probe): string | null {
  if (echo !== null && icmp !== null)
    return `${protocol} ${destination} ${icmp.type} ${echo.id} ${echo.sequence}`;
  if (destinationPort === null || sourcePort === null) return null;
  const head = `${protocol} ${destination} ${destinationPort} ${sourcePort}`;
  if (sequence === null) return `${head} ?`;
  // Mirai's sequence is the target: equal for all of its bots. Round numbers are constants of simple tools.
  if (sequence === addressNumber(destination) || (sequence & 0xffff) === 0 || sequence < 65_536) return null;
  return `${head} ${sequence}`;
}

function addressNumber(address: string): number {
  const parts = address.split('.');
  return parts.length === 4 ? parts.reduce((number, part) => (number * 256 + Number(part)) >>> 0, 0) : -1;
}
