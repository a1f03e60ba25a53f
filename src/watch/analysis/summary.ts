import { scopeOf } from '../../core/address.ts';
import type { Distinct } from '../../core/knock.ts';
import type { Probe, ProbeProtocol } from '../../core/probe.ts';
import { pairSignCount, signCount } from '../fingerprints/signs.ts';
import { addressText, probeOf, protocolName } from '../probe-at.ts';
import { stride, word } from '../record.ts';
import { type SharedConstant, type SourceSummary, tcpShapes } from '../source-summary.ts';
import type { SampleCopy } from '../tables/samples.ts';
import { countInSketch, sketchWords } from '../tables/sketch.ts';
import {
  auditedBit,
  cold,
  coldStride,
  hotAccepted,
  hotAllowed,
  hotPairSet,
  hotRecords,
  hotRefused,
  hotRetries,
  hotShift,
  hotTarget,
  hotTargetSet,
  hotToServices,
  hotTtl,
  noTtl,
  pairSignsAt,
  v6Tag,
} from '../tables/source-layout.ts';
import type { Traffic } from './traffic.ts';

const topKept = 16;

const withPorts: ReadonlySet<ProbeProtocol> = new Set(['tcp', 'udp', 'sctp', 'dccp']);
const noBytes = new Uint8Array(0);

/** Takes what is known of a source out of the tables; nothing of it changes when they do. */
export function summaryOf(traffic: Traffic, slot: number): SourceSummary {
  const { sources } = traffic;
  const h = slot << hotShift;
  const c = slot * coldStride;
  sources.flush(h, c);
  const hotAt = (at: number): number => (sources.hot[h + at] as number) >>> 0;
  const coldAt = (at: number): number => (sources.cold[c + at] as number) >>> 0;
  const records = hotAt(hotRecords);
  const protocol = protocolName(coldAt(cold.tag) & 0xff);
  const v6 = (coldAt(cold.tag) & v6Tag) !== 0;
  const address = addressOf(traffic, slot);
  const ports: Distinct = withPorts.has(protocol) ? sources.ports.count(h, c) : { count: 0, exact: true };
  const targets: Distinct =
    hotAt(hotTargetSet) === 0
      ? { count: 1, exact: true }
      : sources.targets.count(h + hotTargetSet, c + cold.targetSketch);
  const copy = sources.samples.copy(slot, c, records);
  const samples = samplesOf(traffic, copy);
  const { times } = sources;
  const first = times[(h >>> 1) + 1] as number;
  const last = times[h >>> 1] as number;
  const ttl = hotAt(hotTtl);
  const packets = records + sources.extra(c);
  return {
    address,
    protocol,
    packets,
    first: Number.isFinite(first) ? first : null,
    last: Number.isFinite(last) ? last : null,
    ports: { ...ports, top: ports.count === 0 ? [] : topPorts(traffic, h, c, records, packets) },
    targets: { ...targets, top: topTargets(traffic, h, v6, samples) },
    pairs: pairsOf(traffic, h, c, ports, targets, records),
    retries: hotAt(hotRetries),
    sourcePorts: sourcePortsOf(traffic, c, protocol),
    shapes: shapesOf(sources.cold.subarray(c + cold.shapes, c + cold.shapes + tcpShapes.length)),
    answered: { accepted: hotAt(hotAccepted), refused: hotAt(hotRefused) },
    allowed: hotAt(hotAllowed) & ~auditedBit,
    toServices: hotAt(hotToServices),
    medianGap: records < 3 ? null : median(sources.gaps(c)),
    ttl: ttl === noTtl ? null : { low: ttl & 0xff, high: ttl >>> 8 },
    signs: sources.cold.slice(c + cold.signs, c + cold.signs + signCount),
    pairSigns: sources.cold.slice(c + pairSignsAt, c + pairSignsAt + pairSignCount),
    signsTried: records,
    pairsTried: coldAt(cold.pairsTried),
    fieldsAll: coldAt(cold.fieldsAll),
    fieldsAny: coldAt(cold.fieldsAny),
    shared: sharedOf(traffic, copy),
    // Most summaries' packets are never looked at: they are decoded when they are.
    get samples() {
      return samples();
    },
    near: scopeOf(address) !== 'public' || traffic.own.hasText(address),
    campaignKey: coldAt(cold.campaign),
  };
}

function addressOf({ sources }: Traffic, slot: number): string {
  const c = slot * coldStride;
  const v6 = ((sources.cold[c + cold.tag] as number) & v6Tag) !== 0;
  const from = c + (v6 ? cold.address : cold.key);
  return addressText(Uint32Array.from(sources.cold.subarray(from, from + (v6 ? 4 : 1))), 0, v6);
}

/** The first two records were handed to the shared constants. */
const sharedOf = ({ sources }: Traffic, { words, times }: SampleCopy): SharedConstant | null =>
  (times.length > 0 ? sources.shared.find(words, 0) : null) ??
  (times.length > 1 ? sources.shared.find(words, stride) : null);

function samplesOf(traffic: Traffic, copy: SampleCopy): () => readonly Probe[] {
  let decoded: readonly Probe[] | null = null;
  return () => {
    decoded ??= copy.times.map((time, index) => {
      const at = index * stride;
      const name = traffic.interfaceName(copy.words[at + word.interface] as number);
      return probeOf(copy.words, at, time, copy.payloads[index] ?? noBytes, 0, null, 0, name);
    });
    return decoded;
  };
}

function topPorts(
  traffic: Traffic,
  h: number,
  c: number,
  records: number,
  packets: number,
): readonly { port: number; packets: number }[] {
  const top = traffic.sources.ports.top(h, c, records, topKept);
  // Records of flow logs stand for several packets; of a single port they are all its.
  return top.length === 1 && top[0] !== undefined ? [{ port: top[0].port, packets }] : top;
}

function topTargets(
  traffic: Traffic,
  h: number,
  v6: boolean,
  samples: () => readonly Probe[],
): readonly string[] {
  const { sources } = traffic;
  const single = (sources.hot[h + hotTargetSet] as number) === 0;
  if (!v6 && single) return [ipv4Text(sources.hot[h + hotTarget] as number)];
  const values = v6 ? [] : sources.targets.values(h + hotTargetSet);
  // Hashes of IPv6 addresses and estimates have no names; the samples do.
  if (values.length === 0)
    return [...new Set(samples().map(({ destination }) => destination))].slice(0, topKept);
  return [...Uint32Array.from(values).sort().subarray(0, topKept)].map(ipv4Text);
}

const ipv4Text = (value: number): string => addressText(Uint32Array.of(value), 0, false);

/** Pairs cannot be fewer than ports or targets, nor more than all of both, nor more than records. */
function pairsOf(
  traffic: Traffic,
  h: number,
  c: number,
  ports: Distinct,
  targets: Distinct,
  records: number,
): Distinct {
  const { sources } = traffic;
  const least = Math.max(ports.count, targets.count);
  if ((sources.hot[h + hotPairSet] as number) === 0)
    return { count: least, exact: ports.exact && targets.exact };
  const pairs = sources.pairs.count(h + hotPairSet, c + cold.pairSketch);
  const most = Math.max(least, Math.min(records, ports.count * targets.count));
  return {
    count: Math.min(most, Math.max(least, pairs.count)),
    exact: pairs.exact && ports.exact && targets.exact,
  };
}

function sourcePortsOf({ sources }: Traffic, c: number, protocol: ProbeProtocol): Distinct {
  if (!withPorts.has(protocol)) return { count: 0, exact: true };
  const others = countInSketch(sources.cold, c + cold.sourcePorts);
  const none = sources.cold
    .subarray(c + cold.sourcePorts, c + cold.sourcePorts + sketchWords)
    .every((bits) => bits === 0);
  return none ? { count: 1, exact: true } : { count: 1 + others, exact: false };
}

const shapesOf = (counts: Int32Array): SourceSummary['shapes'] => ({
  syn: counts[0] ?? 0,
  'syn-ack': counts[1] ?? 0,
  ack: counts[2] ?? 0,
  fin: counts[3] ?? 0,
  null: counts[4] ?? 0,
  xmas: counts[5] ?? 0,
  rst: counts[6] ?? 0,
  other: counts[7] ?? 0,
});

function median(gaps: readonly number[]): number | null {
  if (gaps.length < 2) return null;
  const sorted = gaps.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
