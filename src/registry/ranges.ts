import { type PortRange, rangeOf } from '../core/range.ts';
import type { Layers } from './layers.ts';
import type { RecordSource } from './record.ts';
import type { NamedRange, RangeCounts, TableMeta } from './table/layout.ts';

/** A range of RFC 6335 with how full it is, counted from the best layer. */
export interface RangeInfo extends PortRange {
  /** Ports in the range. */
  readonly size: number;
  /** null where no layer of the registry could be read. */
  readonly counts: RangeCounts | null;
  readonly source: RecordSource | null;
}

const known = new WeakMap<TableMeta, Map<PortRange['name'], RangeInfo>>();

/** The same object each time, as long as the same record is open. */
export function rangeInfo(layers: Layers, port: number): RangeInfo {
  const range = rangeOf(port);
  const meta = layers.best?.table.meta;
  if (meta === undefined) return { ...range, size: sizeOf(range), counts: null, source: null };
  let infos = known.get(meta);
  if (infos === undefined) {
    infos = new Map();
    known.set(meta, infos);
  }
  const before = infos.get(range.name);
  if (before !== undefined) return before;
  const info = {
    ...range,
    size: sizeOf(range),
    counts: meta.ranges[range.name],
    source: meta.sources[0] ?? null,
  };
  infos.set(range.name, info);
  return info;
}

const sizeOf = ({ from, to }: PortRange): number => to - from + 1;

/** The services with several ports by one registration, from the best layer. */
export const namedRanges = (layers: Layers): readonly NamedRange[] =>
  layers.best?.table.meta.namedRanges ?? [];
