import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knockKinds } from '../../../src/core/knock.ts';
import type { Probe, ProbeProtocol } from '../../../src/core/probe.ts';
import { sequentialTest } from '../../../src/watch/judge/trw.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { defaultThresholds } from '../../../src/watch/thresholds.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { judged } from './judged.ts';
import { many, midnight, probe, summaryOf } from './summaries.ts';

const u32 = fc.nat(0xffffffff);
const count = fc.oneof(fc.nat(30), fc.nat(1_000_000), fc.constant(2 ** 40));
const time = fc.option(
  fc.oneof(
    fc.nat(1000),
    fc.integer({ min: -1e15, max: 1e15 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
);
const protocols: ProbeProtocol[] = ['tcp', 'udp', 'icmp', 'icmpv6', 'sctp', 'dccp', 'proto-89', 'proto-162'];
const transport = fc.constantFrom(...protocols);
const ip = fc.oneof(
  fc.nat(40).map((n) => `198.51.100.${n}`),
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('10.0.0.1', '', 'not an address', '::'),
);
const distinct = fc.record({ count, exact: fc.boolean() });
const few = fc.option(fc.nat(5));
const sample: fc.Arbitrary<Probe> = fc
  .record({
    at: time,
    source: ip,
    destination: ip,
    protocol: transport,
    sourcePort: few,
    destinationPort: few,
    sequence: fc.option(fc.oneof(u32, fc.constantFrom(0x8f3a_11c2, 0x8f3b_11c3, 0xc000_0201))),
    flags: fc.option(fc.constantFrom('S', 'A', '', 'FPU', 'RA')),
    window: fc.option(fc.nat(65_535)),
    payload: fc.option(fc.constantFrom('', '64313a6164323a6964', '00')),
    echo: fc.option(fc.record({ id: fc.nat(3), sequence: fc.nat(3) })),
    icmp: fc.option(fc.record({ type: fc.nat(255), code: fc.nat(20) })),
    options: fc.option(fc.constant(['mss 1460'])),
  })
  .map((fields) => probe(fields));

/** Anything that has the form, though the figures contradict each other. */
const anything: fc.Arbitrary<SourceSummary> = fc
  .record({
    address: ip,
    protocol: transport,
    packets: count,
    first: time,
    last: time,
    ports: fc.tuple(
      distinct,
      fc.array(fc.record({ port: fc.nat(65_535), packets: count }), { maxLength: 6 }),
    ),
    targets: fc.tuple(distinct, fc.array(ip, { maxLength: 6 })),
    pairs: distinct,
    retries: count,
    accepted: fc.nat(50),
    refused: fc.nat(50),
    toServices: fc.nat(50),
    medianGap: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    signs: fc.array(fc.nat(20), { minLength: 22, maxLength: 22 }),
    pairSigns: fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }),
    samples: fc.array(sample, { maxLength: 5 }),
    near: fc.boolean(),
    campaignKey: fc.option(fc.nat(3), { nil: undefined }),
    syn: count,
    ack: fc.nat(3),
    xmas: fc.nat(3),
  })
  .map(({ ports, targets, accepted, refused, syn, ack, xmas, campaignKey, ...rest }) => ({
    ...summaryOf([]),
    ...rest,
    ports: { ...ports[0], top: ports[1] },
    targets: { ...targets[0], top: targets[1] },
    answered: { accepted, refused },
    shapes: { ...summaryOf([]).shapes, syn, ack, xmas },
    signsTried: rest.packets,
    ...(campaignKey === undefined ? {} : { campaignKey }),
  }));

const summaries = fc.uniqueArray(anything, {
  maxLength: 8,
  selector: ({ address, protocol }) => `${address} ${protocol}`,
});

describe('judgement', () => {
  it('never throws, and says of each thing what it may', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (summaries) => {
        for (const scan of judged(summaries)) {
          expect(knockKinds).toContain(scan.kind);
          expect(scan.sources.length).toBeGreaterThan(0);
          expect(scan.sourceCount).toBeGreaterThanOrEqual(scan.sources.length);
          expect(scan.because.length).toBeGreaterThan(0);
          for (const text of scan.because) expect(text).toMatch(/^[A-Z0-9a-f:].*[.]$/);
          expect(scan.because.join(' ')).not.toMatch(/NaN|undefined|null |Infinity/);
          expect(scan.evidence.length).toBeLessThanOrEqual(16);
          expect(scan.rate === null || scan.rate > 0).toBe(true);
          if (scan.source !== null) expect(scan.sources).toContain(scan.source);
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('is the same for any order', () => {
    fc.assert(
      fc.property(summaries, fc.infiniteStream(fc.nat()), (summaries, random) => {
        const shuffled = summaries
          .map((summary) => ({ summary, place: random.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ summary }) => summary);
        expect(judged(shuffled)).toEqual(judged(summaries));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('counts no source twice and every packet once', () => {
    fc.assert(
      fc.property(summaries, (summaries) => {
        const scans = judged(summaries);
        const named = scans.flatMap(({ sources, transport }) =>
          sources.map((source) => `${source} ${transport}`),
        );
        expect(new Set(named).size).toBe(named.length);
        const seen = scans.reduce((sum, { packets }) => sum + packets, 0);
        expect(seen).toBeLessThanOrEqual(summaries.reduce((sum, { packets }) => sum + packets, 0));
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('calls no source less of a scan for more ports and more failures', () => {
    const scan = (ports: number, more: object): boolean => {
      const probes = many(ports, (i) =>
        probe({ destinationPort: i + 1, sourcePort: 1000 + i, sequence: i * 77_777, at: midnight + i * 1e5 }),
      );
      return judged([summaryOf(probes, more)]).some(({ kind }) => kind === 'port-scan');
    };
    fc.assert(
      fc.property(fc.nat(60), fc.nat(20), fc.nat(30), fc.boolean(), (ports, further, accepted, near) => {
        const more = { near, answered: { accepted, refused: 0 } };
        if (scan(ports, more)) expect(scan(ports + further, more)).toBe(true);
        if (!scan(ports, { near })) expect(scan(ports, more)).toBe(false);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});

describe('the sequential test', () => {
  const decide = (successes: number, failures: number, thresholds = {}): string =>
    sequentialTest(successes, failures, { ...defaultThresholds, ...thresholds });

  it('asks for four failures in a row', () => {
    expect([0, 1, 2, 3, 4, 5].map((failures) => decide(0, failures))).toEqual([
      'undecided',
      'undecided',
      'undecided',
      'undecided',
      'scanner',
      'scanner',
    ]);
    expect(decide(4, 0)).toBe('honest');
    expect(decide(3, 6)).toBe('undecided');
    expect(decide(3, 7)).toBe('scanner');
  });

  it('tells nothing apart with its chances turned round', () => {
    expect(decide(0, 99, { trwTheta0: 0.2, trwTheta1: 0.8 })).toBe('undecided');
  });

  it('never becomes more lenient by failures, nor stricter by successes', () => {
    const rank = { honest: 0, undecided: 1, scanner: 2 };
    const ranked = (s: number, f: number): number => rank[decide(s, f) as keyof typeof rank];
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(50), (successes, failures, more) => {
        expect(ranked(successes, failures + more)).toBeGreaterThanOrEqual(ranked(successes, failures));
        expect(ranked(successes + more, failures)).toBeLessThanOrEqual(ranked(successes, failures));
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
