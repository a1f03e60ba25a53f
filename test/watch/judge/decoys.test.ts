import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { judged, kindsOf } from './judged.ts';
import { echo, type Extra, many, midnight, probe, summaryOf } from './summaries.ts';

/** nmap's first round: one sequence and source port for all, drawn TTL and identification. */
const nmap = (source: string, fields: Partial<Probe> = {}): Probe =>
  probe({
    source,
    sourcePort: 56_715,
    sequence: 0x8f3a_11c2,
    window: 1024,
    dontFragment: false,
    headerLength: 24,
    length: 44,
    options: ['mss 1460'],
    ...fields,
  });

/** What one of the senders of a run shows: the same ports at the same times, a moment apart. */
const sender = (source: string, delay = 0, fields: Partial<Probe> = {}, extra: Extra = {}): SourceSummary =>
  summaryOf(
    many(40, (i) =>
      nmap(source, {
        destinationPort: 100 + ((i * 37) % 900),
        ttl: 37 + ((i * 7) % 23),
        at: midnight + i * 1000 + delay,
        ...fields,
      }),
    ),
    { signs: { nmapSyn: 40 }, ...extra },
  );

describe('a decoy scan', () => {
  const public4 = ['198.51.100.1', '198.51.100.2', '203.0.113.77'].map((_, i) => `8.8.${i}.8`);

  it('is one run, not several scanners', () => {
    const scans = judged(public4.map((source, i) => sender(source, i * 10)));
    expect(scans).toHaveLength(1);
    expect(scans[0]).toMatchObject({
      kind: 'decoy-scan',
      source: null,
      sources: public4,
      sourceCount: 3,
      packets: 120,
      spoofable: true,
      tool: { name: 'nmap' },
    });
    expect(scans[0]?.because[0]).toBe(
      'One run seen from 3 sources: their first packets agree in target, port, source port and sequence 16 times, within 2 s of each other.',
    );
    expect(scans[0]?.because.at(-1)).toContain('Nothing tells which of them is real');
  });

  it('names the one that alone is of the own network', () => {
    const inside = sender('10.0.0.5', 5, {}, { near: true });
    const [scan] = judged([...public4.map((source) => sender(source)), inside]);
    expect(scan).toMatchObject({ kind: 'decoy-scan', source: '10.0.0.5', sourceCount: 4 });
    expect(scan?.because.at(-1)).toContain('alone is of the own network');
  });

  it('names the one that alone can be a machine', () => {
    const [scan] = judged(['240.1.2.3', '192.0.2.66', '8.8.8.8', '0.1.2.3'].map((source) => sender(source)));
    expect(scan).toMatchObject({ source: '8.8.8.8', sourceCount: 4 });
  });

  it('names the one that alone had answered connections besides', () => {
    const ping = summaryOf(
      [echo({ source: '8.8.1.8' }), echo({ source: '8.8.1.8', destination: '192.0.2.2' })],
      {
        answered: { accepted: 1, refused: 0 },
        signs: { nmapSystem: 2 },
      },
    );
    const [scan] = judged([...public4.map((source) => sender(source)), ping]);
    expect(scan).toMatchObject({ kind: 'decoy-scan', source: '8.8.1.8' });
  });

  it('joins the pings of the same senders', () => {
    const pings = public4.map((source, i) =>
      summaryOf([echo({ source, echo: { id: 4711, sequence: 295 }, at: midnight - 5000 + i })]),
    );
    const scans = judged([...public4.map((source) => sender(source)), ...pings]);
    expect(scans.map(({ kind, transport }) => `${kind} ${transport}`)).toEqual([
      'decoy-scan tcp',
      'decoy-scan icmp',
    ]);
    expect(scans[1]?.because[0]).toContain('by another protocol');
  });

  it('is told by the ports’ order where sequences are unknown', () => {
    const log = public4.map((source) => sender(source, 0, { sequence: null, options: null }));
    const [scan] = judged(log);
    expect(scan?.kind).toBe('decoy-scan');
    expect(scan?.because[0]).toContain('agree in target, port and source port 16 times');
  });

  it('is none where they come hours apart, at other ports, or with numbers of their own', () => {
    const kinds = (other: SourceSummary): readonly string[] => kindsOf([sender('8.8.0.8'), other]).toSorted();
    const two = ['port-scan 8.8.0.8', 'port-scan 8.8.1.8'];
    expect(kinds(sender('8.8.1.8', 7_200_000_000))).toEqual(two);
    expect(kinds(sender('8.8.1.8', 0, { sequence: 0x1111_7777 }))).toEqual(two);
    expect(kinds(sender('8.8.1.8', 0, { sourcePort: 33_333, sequence: 0x1111_7777 }))).toEqual(two);
  });

  it('may have one port only, sent at once with one number', () => {
    const single = (source: string, at: number, sequence: number): SourceSummary =>
      summaryOf([nmap(source, { at, sequence, destinationPort: 22 })], { signs: { nmapSyn: 1 } });
    const [a = '', b = ''] = public4;
    const key = 0x8f3a_11c2;
    expect(kindsOf([single(a, midnight, key), single(b, midnight + 90, key)])).toEqual([
      'decoy-scan 2 sources',
    ]);
    expect(kindsOf([single(a, midnight, key), single(b, midnight + 900_000, key)])).toHaveLength(2);
    expect(kindsOf([single(a, midnight, key), single(b, midnight + 90, key + 1)])).toHaveLength(2);
  });

  it('is not taken for bots behind a translation, whose number is one as well', () => {
    const shared = { tool: 'mirai', matches: 120, tried: 120, sources: 3 } as const;
    const [scan] = judged(public4.map((source) => sender(source, 0, { window: 777 }, { shared, signs: {} })));
    expect(scan?.kind).toBe('decoy-scan');
    expect(scan?.tool.name).not.toBe('mirai');
  });

  it('counts the ports of the run once', () => {
    const [scan] = judged(public4.map((source) => sender(source)));
    expect(scan?.ports).toMatchObject({ count: 40, exact: true });
    expect(scan?.targets).toMatchObject({ count: 1, exact: true });
  });

  it('is none of bots whose number is the target’s', () => {
    const target = '192.0.2.1';
    const bot = (source: string): SourceSummary =>
      summaryOf(
        many(8, (i) =>
          probe({
            source,
            sequence: 0xc000_0201,
            destination: target,
            sourcePort: 9999,
            destinationPort: 23 + i,
            at: midnight + i,
          }),
        ),
      );
    expect(kindsOf([bot('8.8.0.8'), bot('8.8.1.8')])).toHaveLength(2);
  });
});
