import { judgeTool } from '../../../src/watch/fingerprints/index.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { batchOf, drawn, low, type RecordFields } from './records.ts';
import { summaryOfRecords } from './summaries.ts';

export const verdictOf = (records: readonly RecordFields[], changes: Partial<SourceSummary> = {}) =>
  judgeTool(summaryOfRecords(batchOf(records), changes));

/** So many records of one kind, with numbers that look drawn. */
export const many = (
  count: number,
  make: (index: number, random: () => number) => RecordFields,
  seed = 7,
) => {
  const random = drawn(seed);
  return Array.from({ length: count }, (_, index) => make(index, random));
};

/** An ordinary connection's first packet. */
export const linux = (index: number, random: () => number): RecordFields => ({
  dontFragment: true,
  window: 64_240,
  kinds: [2, 4, 5, 1, 3],
  segment: 1460,
  scale: 7,
  timestamp: random(),
  sequence: random(),
  id: low(random()),
  sourcePort: 32_768 + (random() % 28_000),
  destinationPort: 443 + (index % 3),
  ttl: 52,
});
