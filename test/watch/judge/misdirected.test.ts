import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import { retriesOf } from '../../../src/watch/judge/kernel-retries.ts';
import { judged, kindsOf } from './judged.ts';
import { echo, many, midnight, probe, summaryOf, udp } from './summaries.ts';

const near = '192.168.1.50';
const second = 1_000_000;

/** SYNs of one connection at these seconds. */
const retried = (seconds: readonly number[], fields: Partial<Probe> = {}): readonly Probe[] =>
  seconds.map((at) => probe({ source: near, destinationPort: 9100, at: midnight + at * second, ...fields }));

/** One connection each `period` seconds. */
const steady = (count: number, period: number, fields: Partial<Probe> = {}): readonly Probe[] =>
  many(count, (i) =>
    probe({
      source: near,
      sourcePort: 40_000 + i,
      sequence: 99_999_999 - i * 7,
      at: midnight + i * period * second,
      ...fields,
    }),
  );

const kernel = { kernelLinux: 99 } as const;

describe('a misdirected client', () => {
  it('is told by the kernel’s retries, with a likely cause', () => {
    const [scan] = judged([summaryOf(retried([0, 1, 3, 7, 15]), { near: true })]);
    expect(scan?.kind).toBe('misdirected');
    expect(scan?.because).toEqual([
      '5 packets to port 9100 of 1 target in 15 s, no answer seen.',
      'A kernel repeats one SYN: same source port and sequence, 1 s, 2 s, 4 s and 8 s apart.',
      'It is of the own network, or a private address.',
      'Likely a printer that moved, or a Prometheus that still asks for a node_exporter.',
    ]);
  });

  it('is told by its period', () => {
    const [scan] = judged([summaryOf(steady(8, 60, { destinationPort: 10_050 }), { near: true })]);
    expect(scan?.kind).toBe('misdirected');
    expect(scan?.because.join(' ')).toContain('It comes back each 60 s');
    expect(scan?.because.join(' ')).toContain('monitoring');
  });

  it('may come from elsewhere with an ordinary kernel, steadily, for a service that is not attacked', () => {
    const far = { source: '203.0.113.9', destinationPort: 443 };
    const client = summaryOf(steady(12, 120, far), { signs: kernel });
    expect(kindsOf([client])).toEqual(['misdirected 203.0.113.9']);
    expect(judged([client])[0]?.because.at(-1)).toContain('an old DNS entry');
    expect(kindsOf([summaryOf(steady(12, 120, { ...far, destinationPort: 22 }), { signs: kernel })])).toEqual(
      ['probe 203.0.113.9'],
    );
    expect(kindsOf([summaryOf(steady(4, 120, far), { signs: kernel })])).toEqual(['probe 203.0.113.9']);
    expect(kindsOf([summaryOf(steady(12, 86_400, far), { signs: kernel })])).toEqual(['probe 203.0.113.9']);
    expect(kindsOf([summaryOf(steady(12, 120, far))])).toEqual(['probe 203.0.113.9']);
  });

  it('may be a datagram’s or a ping’s', () => {
    const ntp = many(5, (i) => udp({ source: near, destinationPort: 123, at: midnight + i * 64 * second }));
    expect(judged([summaryOf(ntp, { near: true })])[0]?.because.at(-1)).toContain('time server');
    const pings = many(5, (i) =>
      echo({ source: near, at: midnight + i * second, echo: { id: 1, sequence: i } }),
    );
    expect(judged([summaryOf(pings, { near: true })])[0]?.because.at(-1)).toContain('pings');
  });

  it('is neither a storm nor many ports', () => {
    expect(kindsOf([summaryOf(steady(500, 0.001), { near: true })])).toEqual([`probe ${near}`]);
    const two = [...retried([0, 1, 3]), ...retried([0, 1, 3], { destinationPort: 9101 })];
    expect(kindsOf([summaryOf(two, { near: true })])).toEqual([`probe ${near}`]);
  });
});

describe('a kernel’s schedule', () => {
  const gapsOf = (...seconds: readonly number[]): readonly number[] => retriesOf(retried(seconds)).backOff;

  it.each([
    ['Linux', [0, 1, 3, 7, 15]],
    ['Linux since 6.5', [0, 1.02, 2.05, 3.07, 4.1, 6.15, 10.2]],
    ['Windows', [0, 3, 9]],
  ])('of %s is known', (_, seconds) => {
    expect(gapsOf(...seconds)).toHaveLength(seconds.length - 1);
  });

  it.each([
    ['a single retry', [0, 1]],
    ['wild gaps', [0, 1, 9, 10]],
    ['a quick burst', [0, 0.01, 0.02, 0.03]],
    ['no time between', [0, 0, 0]],
  ])('is not seen in %s', (_, seconds) => {
    expect(gapsOf(...seconds)).toEqual([]);
  });

  it('has no period where the gaps differ or are few', () => {
    expect(retriesOf(steady(6, 30)).period).toBe(30);
    expect(retriesOf(steady(3, 30)).period).toBeNull();
    expect(
      retriesOf(retried([0, 10, 11, 50]).map((one, i) => ({ ...one, sourcePort: i }))).period,
    ).toBeNull();
  });
});
