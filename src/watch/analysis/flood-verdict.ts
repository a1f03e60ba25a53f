import type { Flood } from '../../core/knock.ts';
import type { Probe } from '../../core/probe.ts';
import { addressText, protocolName } from '../probe-at.ts';
import type { FloodTarget } from '../tables/floods.ts';
import {
  cold,
  coldStride,
  hotPortSet,
  hotPorts,
  hotRecords,
  hotShift,
  hotTarget,
  hotTargetSet,
  hotToServices,
  v6Tag,
} from '../tables/source-layout.ts';
import type { Thresholds } from '../thresholds.ts';
import { summaryOf } from './summary.ts';
import type { Traffic } from './traffic.ts';

/** Of the sources that met a target first, so many must have sent next to nothing. */
const lightShare = 0.8;
const evidenceKept = 4;

export interface FloodVerdict {
  readonly floods: readonly Flood[];
  /** 1 for each slot whose source belongs to one. */
  readonly members: Uint8Array;
  readonly memberCount: number;
}

/** Targets that were flooded. Floods of one port come before those over all ports, which have what is left. */
export function floodVerdict(traffic: Traffic, thresholds: Thresholds): FloodVerdict {
  const members = new Uint8Array(traffic.sources.top);
  const floods: Flood[] = [];
  let memberCount = 0;
  const narrower = new Map<string, number>();
  for (const target of traffic.floods.heavy(thresholds.floodSources)) {
    if (target.withTool * 2 > target.packets) continue;
    const found = membersOf(traffic, target, members, thresholds);
    const where = `${target.protocol} ${target.v6} ${target.key}`;
    const packets = target.packets - (narrower.get(where) ?? 0);
    if (found.light.length < lightShare * (found.light.length + found.heavy)) continue;
    if (packets < thresholds.floodSources) continue;
    if (target.port !== null) narrower.set(where, (narrower.get(where) ?? 0) + target.packets);
    for (const slot of found.light) members[slot] = 1;
    memberCount += found.light.length;
    floods.push(floodOf(traffic, target, found.light, packets, thresholds));
  }
  return { floods: floods.sort((a, b) => b.packets - a.packets), members, memberCount };
}

interface Members {
  readonly light: readonly number[];
  readonly heavy: number;
}

/** The sources in the table that tried nothing else. */
function membersOf(
  traffic: Traffic,
  target: FloodTarget,
  taken: Uint8Array,
  thresholds: Thresholds,
): Members {
  const { hot: hotWords, cold: coldWords, top } = traffic.sources;
  const tag = target.protocol | (target.v6 ? v6Tag : 0);
  const light: number[] = [];
  let heavy = 0;
  for (let slot = 0; slot < top; slot++) {
    const h = slot << hotShift;
    const records = (hotWords[h + hotRecords] as number) >>> 0;
    if (records === 0 || taken[slot] === 1 || (hotWords[h + hotTarget] as number) !== target.key) continue;
    if ((coldWords[slot * coldStride + cold.tag] as number) !== tag) continue;
    if (target.port !== null && ((hotWords[h + hotPorts] as number) & 0xffff) !== target.port) continue;
    const narrow =
      (hotWords[h + hotTargetSet] as number) === 0 &&
      (target.port === null || (hotWords[h + hotPortSet] as number) === 0);
    const completed = (hotWords[h + hotToServices] as number) !== 0;
    if (narrow && !completed && records <= thresholds.floodPackets) light.push(slot);
    else heavy += 1;
  }
  return { light, heavy };
}

function floodOf(
  traffic: Traffic,
  target: FloodTarget,
  light: readonly number[],
  packets: number,
  thresholds: Thresholds,
): Flood {
  const { sources, admission } = traffic;
  const repeats = light.reduce(
    (sum, slot) => sum + ((sources.hot[(slot << hotShift) + hotRecords] as number) >>> 0) - 1,
    0,
  );
  const told = admission.held === 0 && sources.removed === 0;
  // Beyond the table's ceiling the sources were only estimated.
  const count = told ? light.length : Math.max(light.length, Math.min(target.sources, packets));
  return {
    target: addressText(target.address, 0, target.v6),
    port: target.port,
    transport: protocolName(target.protocol),
    packets: packets + repeats,
    sources: { count, exact: told },
    first: target.first,
    last: target.last,
    because: [
      `${told ? '' : 'about '}${count} sources sent at most ${thresholds.floodPackets} packets each and tried nothing else`,
      `${target.peak} of them were new within ${thresholds.floodWindow} s`,
      `a scanner's tool marked ${target.withTool} of ${target.packets} first packets`,
    ],
    evidence: light
      .slice(0, evidenceKept)
      .flatMap((slot): Probe[] => summaryOf(traffic, slot).samples.slice(0, 1)),
  };
}
