import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/watch/analysis/index.ts';
import { summaryOf } from '../../../src/watch/analysis/summary.ts';
import { SynPath } from '../../../src/watch/analysis/syn.ts';
import { Traffic } from '../../../src/watch/analysis/traffic.ts';
import { Batch } from '../../../src/watch/record.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { defaultLimits, type Limits } from '../../../src/watch/tables/limits.ts';
import { defaultThresholds } from '../../../src/watch/thresholds.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { addSyns, type Syn, writeSyn } from './analysed.ts';

/** Small tables, so that a test makes many. */
const small: Limits = {
  ...defaultLimits,
  sources: 256,
  setWords: 1 << 17,
  fewSamples: 128,
  moreSamples: 16,
  payloads: 16,
  probation: 1 << 10,
  flows: 1 << 10,
  tuples: 1 << 12,
  victims: 16,
  floodTargets: 64,
  finished: 10,
};

const address = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((low) => 0x0a000000 + low),
  fc.integer({ min: 0, max: 0xdfffffff }),
);
const port = fc.oneof(fc.constantFrom(0, 22, 23, 80, 443, 65_535), fc.integer({ min: 0, max: 65_535 }));
const syn: fc.Arbitrary<Syn> = fc.record({
  source: fc.oneof(
    fc.integer({ min: 1, max: 5 }).map((low) => 0xc0000200 + low),
    fc.integer({ min: 0, max: 0xdfffffff }),
  ),
  target: address,
  port,
  sourcePort: fc.constantFrom(40_000, 40_001, 55_555),
  time: fc.integer({ min: 0, max: 1e9 }),
});
const syns = fc.array(syn, { minLength: 1, maxLength: 180 });

function summarised(packets: readonly Syn[], size = 64, aside = false): SourceSummary[] {
  const traffic = new Traffic({}, small, defaultThresholds, () => {});
  const path = new SynPath(aside ? { from: 1, room: 4 } : {});
  addSyns({ add: (batch: Batch) => path.add(traffic, batch) } as never, packets, size);
  path.flush(traffic);
  return Array.from({ length: traffic.sources.top }, (_, slot) => summaryOf(traffic, slot));
}

const text = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');

describe('the summary of a source', () => {
  it('counts as a model of maps and sets does, however the batches fall', () => {
    fc.assert(
      fc.property(syns, fc.integer({ min: 1, max: 100 }), fc.boolean(), (packets, size, aside) => {
        const found = new Map(summarised(packets, size, aside).map((summary) => [summary.address, summary]));
        const sources = new Map<string, Syn[]>();
        for (const one of packets)
          sources.set(text(one.source), [...(sources.get(text(one.source)) ?? []), one]);
        expect(new Set(found.keys())).toEqual(new Set(sources.keys()));
        for (const [source, sent] of sources) {
          const summary = found.get(source);
          const ports = new Set(sent.map(({ port }) => port));
          const targets = new Set(sent.map(({ target }) => target));
          const pairs = new Set(sent.map(({ target, port }) => `${target} ${port}`));
          expect(summary).toMatchObject({
            protocol: 'tcp',
            packets: sent.length,
            signsTried: sent.length,
            first: Math.min(...sent.map(({ time }) => time)),
            last: Math.max(...sent.map(({ time }) => time)),
            ports: { count: ports.size, exact: true },
            targets: { count: targets.size, exact: true },
            ttl: { low: 64, high: 64 },
          });
          expect(summary?.shapes.syn).toBe(sent.length);
          if (summary?.pairs.exact === true) expect(summary.pairs.count).toBe(pairs.size);
          else expect(pairs.size).toBeGreaterThan(48);
          const busiest = Math.max(
            ...[...ports].map((one) => sent.filter(({ port }) => port === one).length),
          );
          expect(summary?.ports.top[0]?.packets).toBe(busiest);
          const repeats =
            sent.length - new Set(sent.map((one) => `${one.target} ${one.port} ${one.sourcePort}`)).size;
          // Two tuples on one place of the filter hide a repetition, never make one.
          expect(summary?.retries).toBeLessThanOrEqual(repeats);
          expect(summary?.samples[0]).toMatchObject({ source, destination: text(sent[0]?.target ?? 0) });
          expect(summary?.samples.length).toBeGreaterThanOrEqual(Math.min(sent.length, 4));
        }
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('is the same for batches of any size', () => {
    fc.assert(
      fc.property(
        syns,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (packets, one, other) => {
          const plain = (size: number): unknown =>
            summarised(packets, size).map((summary) => ({ ...summary, samples: summary.samples.length }));
          expect(plain(one)).toEqual(plain(other));
        },
      ),
      { numRuns: fuzzRuns(50) },
    );
  });

  it('counts a repetition by its tuple', () => {
    const once = { source: 0x01020304, target: 0x0a000001, port: 22, sourcePort: 40_000, time: 0 };
    const [summary] = summarised([once, once, { ...once, sourcePort: 40_001 }, once]);
    expect(summary?.retries).toBe(2);
  });

  it('keeps what is unknown unknown', () => {
    const traffic = new Traffic({}, small, defaultThresholds, () => {});
    const batch = new Batch(1);
    writeSyn(batch, 0, { source: 1, target: 2, port: 3, sourcePort: 4, time: Number.NaN });
    batch.words[0] = (batch.words[0] ?? 0) & ~0b101;
    batch.size = 1;
    new SynPath().add(traffic, batch);
    expect(summaryOf(traffic, 0)).toMatchObject({ first: null, last: null, ttl: null, medianGap: null });
  });
});

describe('findings', () => {
  it('are the same when asked twice, and never hold more than their ceiling', () => {
    fc.assert(
      fc.property(syns, (packets) => {
        const analysis = createAnalysis({ limits: small });
        addSyns(analysis, packets, 50);
        const { held, ceiling } = analysis.memory();
        expect(held).toBeLessThanOrEqual(ceiling);
        expect(JSON.stringify(analysis.findings())).toBe(JSON.stringify(analysis.findings()));
        expect(analysis.findings().packets).toBe(packets.length);
      }),
      { numRuns: fuzzRuns(20) },
    );
  });
});
