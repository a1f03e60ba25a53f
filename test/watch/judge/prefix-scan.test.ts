import { expect, it } from 'vitest';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { judged } from './judged.ts';
import { type Extra, many, midnight, probe, summaryOf } from './summaries.ts';

const once = (index: number, source: string, destinationPort: number, extra: Extra = {}): SourceSummary =>
  summaryOf(
    [
      probe({
        source,
        destination: '2600::10',
        destinationPort,
        sequence: 7919 * index,
        at: midnight + index * 10_000,
      }),
    ],
    { campaignKey: index + 1, ...extra },
  );
const rotating = (count: number, extra: Extra = {}): readonly SourceSummary[] =>
  many(count, (i) => once(i, `2001:470:1:2:${(i * 199).toString(16)}::5`, 1 + i, extra));

it('sources of one /64 that scan together are one', () => {
  const [scan, ...others] = judged(rotating(300));
  expect(others).toEqual([]);
  expect(scan).toMatchObject({
    kind: 'port-scan',
    source: null,
    sourceCount: 300,
    packets: 300,
    ports: { count: 300 },
  });
  expect(scan?.sources).toHaveLength(100);
  expect(scan?.because.join(' ')).toContain('one IPv6 network, 2001:470:1:2::/64');
});

it('begins where the thresholds say', () => {
  expect(judged(rotating(4))).toHaveLength(4);
  expect(judged(rotating(5))).toHaveLength(1);
  expect(judged(rotating(5), { thresholds: { prefixSources: 6 } })).toHaveLength(5);
});

it('is none for one port, for several networks, or where a network has clients', () => {
  expect(judged(many(9, (i) => once(i, `2001:470:1:2::${i + 1}`, 8443)))).toHaveLength(9);
  expect(judged(many(9, (i) => once(i, `2001:470:1:${i + 1}::5`, 1 + i)))).toHaveLength(9);
  const taken = many(9, (i) =>
    once(900 + i, `2001:470:1:2::${i + 1}`, 443, { answered: { accepted: 1, refused: 0 } }),
  );
  expect(judged([...taken, ...rotating(9)])).toHaveLength(9);
});
