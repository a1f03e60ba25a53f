import { type PortRange, rangeOf } from '../core/range.ts';
import type { Layers } from './layers.ts';
import type { RecordSource } from './record.ts';
import type { NamedRange, RangeCounts } from './table/layout.ts';

/** A range of RFC 6335 with how full it is, counted from the best layer. */
export interface RangeInfo extends PortRange {
  /** Ports in the range. */
  readonly size: number;
  /** null where no layer of the registry could be read. */
  readonly counts: RangeCounts | null;
  readonly source: RecordSource | null;
}

export function rangeInfo(layers: Layers, port: number): RangeInfo {
  const range = rangeOf(port);
  const meta = layers.best?.table.meta;
  return {
    ...range,
    size: range.to - range.from + 1,
    counts: meta?.ranges[range.name] ?? null,
    source: meta?.sources[0] ?? null,
  };
}

/** The services with several ports by one registration, from the best layer. */
export const namedRanges = (layers: Layers): readonly NamedRange[] =>
  layers.best?.table.meta.namedRanges ?? [];
