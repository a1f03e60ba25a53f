import type { MoreSources } from '../judge/context.ts';
import {
  cold,
  coldStride,
  hotPairCount,
  hotPortCount,
  hotRecords,
  hotShift,
  hotTargetCount,
} from '../tables/source-layout.ts';
import type { Sources } from '../tables/sources.ts';

/** What a different pair of target and port weighs in packets: breadth tells of a scan more than length. */
const pairWeight = 16;

export interface Weightiest {
  readonly slots: readonly number[];
  /** How many others there are. */
  readonly lighter: number;
  /** The rest by campaign key. */
  readonly more: ReadonlyMap<number, MoreSources>;
}

/** The sources that are taken out for judgement, at most `limit`, the weightiest first; of the others counts alone. */
export function weightiest(sources: Sources, limit: number, leaveOut: Uint8Array): Weightiest {
  const weights = new Float64Array(sources.top);
  let live = 0;
  for (let slot = 0; slot < sources.top; slot++) {
    if ((sources.hot[(slot << hotShift) + hotRecords] as number) === 0 || leaveOut[slot] === 1) continue;
    weights[slot] = weightOf(sources.hot, slot << hotShift);
    live += 1;
  }
  const line = live <= limit ? 0 : lineOf(weights, limit);
  const chosen: number[] = [];
  const more = new Map<number, { sources: number; packets: number }>();
  for (let slot = 0; slot < weights.length; slot++) {
    const weight = weights[slot] as number;
    if (weight === 0) continue;
    if (weight > line) chosen.push(slot);
    else addMore(sources, slot, more);
  }
  chosen.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  return { slots: chosen, lighter: live - chosen.length, more };
}

const weightOf = (hotWords: Int32Array, h: number): number =>
  ((hotWords[h + hotRecords] as number) >>> 0) +
  pairWeight *
    Math.max(
      hotWords[h + hotPortCount] as number,
      hotWords[h + hotTargetCount] as number,
      hotWords[h + hotPairCount] as number,
    );

/** The greatest weight that no more than `limit` are above. */
function lineOf(weights: Float64Array, limit: number): number {
  const sorted = weights.slice().sort();
  return sorted[sorted.length - limit - 1] as number;
}

function addMore(
  sources: Sources,
  slot: number,
  more: Map<number, { sources: number; packets: number }>,
): void {
  const key = (sources.cold[slot * coldStride + cold.campaign] as number) >>> 0;
  if (key === 0) return;
  const records = (sources.hot[(slot << hotShift) + hotRecords] as number) >>> 0;
  const held = more.get(key);
  if (held === undefined) more.set(key, { sources: 1, packets: records });
  else {
    held.sources += 1;
    held.packets += records;
  }
}
