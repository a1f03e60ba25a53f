import type { Distinct, Scan } from '../../core/knock.ts';
import { rangeOf } from '../who/range.ts';
import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';
import { type Facts, factsOf } from './facts.ts';
import { inTime } from './figures.ts';
import type { Joined } from './joined.ts';
import { mergeSummaries } from './merge.ts';
import { judgeTool } from './recognise.ts';
import { scanOf } from './scan-of.ts';
import { type SharedRun, sharedRuns } from './shared-probes.ts';
import { compareText } from './weight.ts';
import { counted, countedAbout } from './words.ts';

/** One run that shows from several senders: at most one of them is real. */
export function decoyScans(facts: readonly Facts[], thresholds: Thresholds): Joined {
  const members = new Set<Facts>();
  const scans: Scan[] = [];
  const add = (run: SharedRun, real: Likeliest, first: boolean): void => {
    for (const one of run.members) members.add(one);
    scans.push(decoyScan(run, real, thresholds, first));
  };
  for (const run of sharedRuns(facts, thresholds)) {
    if (run.members.some((one) => members.has(one))) continue;
    const addresses = new Set(run.members.map(({ summary }) => summary.address));
    const rest = facts.filter((one) => addresses.has(one.summary.address) && !run.members.includes(one));
    const real = likeliest(run, rest);
    add(run, real, true);
    // Its pings and datagrams wear the same senders: known by now, one shared probe joins them.
    const others = rest.filter((one) => !members.has(one));
    for (const side of sharedRuns(others, { ...thresholds, decoyShared: 1 })) add(side, real, false);
  }
  return { scans, members };
}

interface Likeliest {
  readonly address: string | null;
  readonly because: string;
}

const unclear: Likeliest = {
  address: null,
  because:
    'Nothing tells which of them is real: one machine sends all of these packets, and each of the others is a bystander.',
};

/** Only what a forged sender cannot show, or an impossible sender, counts; TTL and order are as forged as the rest. */
function likeliest({ members }: SharedRun, rest: readonly Facts[]): Likeliest {
  const possible = members.filter(({ summary }) => canSend(summary));
  const [only] = possible;
  if (only !== undefined && possible.length === 1) {
    return {
      address: only.summary.address,
      because: `${only.summary.address} is the likeliest real one: no other of these addresses can be a machine’s.`,
    };
  }
  const near = possible.filter(({ summary }) => summary.near);
  const [inside] = near;
  if (inside !== undefined && near.length === 1) {
    return {
      address: inside.summary.address,
      because: `${inside.summary.address} is the likeliest real one: it alone is of the own network, and no packet from outside comes from such an address.`,
    };
  }
  return ownTraffic(possible, rest) ?? unclear;
}

const impossible: ReadonlySet<string> = new Set([
  'this-network',
  'multicast',
  'reserved',
  'broadcast',
  'documentation',
]);

const canSend = ({ address }: SourceSummary): boolean => !impossible.has(rangeOf(address)?.name ?? '');

/** Decoys send what the run sends and no more: one that had a connection taken, or did other things too, is real. */
function ownTraffic(possible: readonly Facts[], rest: readonly Facts[]): Likeliest | null {
  const busy = possible.filter(({ summary }) =>
    rest.some((one) => one.summary.address === summary.address && one.summary.answered.accepted > 0),
  );
  const [only] = busy;
  if (only === undefined || busy.length !== 1) return null;
  return {
    address: only.summary.address,
    because: `${only.summary.address} is the likeliest real one: it alone had other connections that were answered.`,
  };
}

function decoyScan(run: SharedRun, real: Likeliest, thresholds: Thresholds, first: boolean): Scan {
  const [head, ...rest] = run.members
    .map(({ summary }) => summary)
    .sort((a, b) => b.packets - a.packets || compareText(a.address, b.address));
  if (head === undefined) throw new RangeError('a run of nobody');
  const all = mergeSummaries([head, ...rest]);
  // All senders show the same run: its ports and targets are those of the one that shows most.
  const [ports, targets] = [mostOf(all.ports, run, 'ports'), mostOf(all.targets, run, 'targets')];
  // A number that several sources share is here the run's, not that of an address behind a translation.
  const merged = { ...all, ports, targets, shared: null };
  const facts = factsOf(merged, judgeTool(merged), thresholds);
  const sources = [head, ...rest].map(({ address }) => address);
  const alike = run.bySequence ? 'target, port, source port and sequence' : 'target, port and source port';
  const how = first
    ? `their first packets agree in ${alike} ${counted(run.shared, 'time')}, within ${thresholds.decoySkew} s of each other`
    : 'the senders are those of a decoy scan by another protocol';
  const because = [
    `One run seen from ${counted(sources.length, 'source')}: ${how}.`,
    `${countedAbout(merged.ports, 'different port')} on ${countedAbout(merged.targets, 'target')}${inTime(facts)}, ${counted(merged.packets, 'packet')} in all.`,
    real.because,
  ];
  return scanOf(
    facts,
    { kind: 'decoy-scan', because },
    { source: real.address, sources, sourceCount: sources.length },
  );
}

/** The greatest count that a member has by itself, with the joined list of the most frequent. */
function mostOf<T extends Distinct>(joined: T, { members }: SharedRun, what: 'ports' | 'targets'): T {
  const counts = members.map(({ summary }) => summary[what]);
  const count = counts.reduce((most, one) => Math.max(most, one.count), 0);
  const exact = counts.every((one) => one.exact);
  // Members that lost packets show parts of it.
  return joined.count > count ? joined : { ...joined, count, exact };
}
