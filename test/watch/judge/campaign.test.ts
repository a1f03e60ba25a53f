import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { judged, kindsOf } from './judged.ts';
import { address, type Extra, many, midnight, probe, summaryOf } from './summaries.ts';

/** A bot of the Mirai family that knocks once. */
const bot = (index: number, extra: Extra = {}, fields: Partial<Probe> = {}): SourceSummary =>
  summaryOf(
    [
      probe({
        source: address(index),
        destinationPort: 23,
        sequence: 0xc000_0201,
        window: 5000 + index,
        headerLength: 20,
        options: [],
        dontFragment: false,
        at: midnight + index * 60_000_000,
        ...fields,
      }),
    ],
    { campaignKey: 4711, signs: { miraiRelation: 1, bareSyn: 1 }, ...extra },
  );

/** One connection attempt of an ordinary kernel. */
const client = (index: number, extra: Extra = {}): SourceSummary =>
  summaryOf([probe({ source: address(index), destinationPort: 445, sequence: 99_991 * (index + 1) })], {
    campaignKey: 42,
    signs: { kernelLinux: 1 },
    ...extra,
  });

describe('a campaign', () => {
  it('is one finding of many sources with one tool', () => {
    const scans = judged(many(9, (i) => bot(i)));
    expect(scans).toHaveLength(1);
    expect(scans[0]).toMatchObject({
      kind: 'campaign',
      source: null,
      sourceCount: 9,
      packets: 9,
      tool: { name: 'mirai', level: 'proven' },
      first: midnight,
      last: midnight + 8 * 60_000_000,
      ports: { count: 1, exact: true, top: [{ port: 23, packets: 9 }] },
    });
    expect(scans[0]?.sources).toHaveLength(9);
    expect(scans[0]?.evidence).toHaveLength(9);
    expect(scans[0]?.because.join(' ')).toContain('9 sources of them are neighbours, in 1 network');
  });

  it('begins where the threshold says, and needs a key', () => {
    expect(kindsOf(many(4, (i) => bot(i)))).toHaveLength(4);
    expect(kindsOf(many(5, (i) => bot(i)))).toEqual(['campaign 5 sources']);
    expect(kindsOf(many(9, (i) => bot(i, { campaignKey: 0 })))).toHaveLength(9);
    expect(kindsOf(many(9, (i) => bot(i, { campaignKey: i + 1 })))).toHaveLength(9);
    expect(
      kindsOf(
        many(9, (i) => bot(i)),
        { thresholds: { campaignSources: 10 } },
      ),
    ).toHaveLength(9);
  });

  it('asks for more where the packets are an ordinary kernel’s', () => {
    expect(kindsOf(many(19, (i) => client(i)))).toHaveLength(19);
    const [scan] = judged(many(20, (i) => client(i)));
    expect(scan?.kind).toBe('campaign');
    expect(scan?.because.join(' ')).toContain('can agree by chance');
  });

  it('counts the sources that were not looked at', () => {
    const more = new Map([[4711, { sources: 37, packets: 40 }]]);
    const [scan] = judged(
      many(9, (i) => bot(i)),
      { more },
    );
    expect(scan).toMatchObject({ sourceCount: 46, packets: 49 });
    expect(scan?.sources).toHaveLength(9);
  });

  it('does not count honest clients of a service as one', () => {
    const honest = many(30, (i) => client(1000 + i, { answered: { accepted: 1, refused: 0 } }));
    const more = new Map([[42, { sources: 10_000, packets: 10_000 }]]);
    expect(kindsOf([...honest, client(1), client(2)], { more })).toHaveLength(2);
    expect(kindsOf([client(1)], { more })).toEqual([`probe ${address(1)}`]);
  });

  it('leaves machines of the own network by themselves', () => {
    expect(kindsOf(many(9, (i) => bot(i, { near: true })))).toHaveLength(9);
  });

  it('lists a hundred sources and no more', () => {
    const [scan] = judged(many(150, (i) => bot(i)));
    expect(scan?.sourceCount).toBe(150);
    expect(scan?.sources).toHaveLength(100);
  });

  it('is found among tens of thousands', () => {
    const [scan] = judged(many(20_000, (i) => bot(i)));
    expect(scan).toMatchObject({ kind: 'campaign', sourceCount: 20_000, packets: 20_000 });
  });
});

describe('one run divided over several sources', () => {
  const mask = 0x8f3a_11c2;

  /** A part of an nmap run: its own targets, numbers with the run's key. */
  const part = (index: number, key: number, at: number): SourceSummary =>
    summaryOf(
      many(30, (i) =>
        probe({
          source: `8.8.${index}.8`,
          destination: `192.0.2.${index * 40 + (i % 10)}`,
          destinationPort: 20 + ((i * 37) % 211),
          sequence: (key ^ (Math.floor(i / 5) * 0x0001_0001)) >>> 0,
          window: 1024,
          dontFragment: false,
          headerLength: 24,
          options: ['mss 1460'],
          ttl: 37 + (i % 20),
          at: at + i * 1000,
        }),
      ),
      { signs: { nmapSyn: 30 } },
    );

  it('is known by the key of its sequences', () => {
    const [scan, ...others] = judged([part(0, mask, midnight), part(1, mask, midnight + 5_000_000)]);
    expect(others).toEqual([]);
    expect(scan).toMatchObject({
      kind: 'campaign',
      sourceCount: 2,
      packets: 60,
      tool: { name: 'nmap', level: 'proven' },
    });
    expect(scan?.because.join(' ')).toContain('1 in 65,536');
  });

  it('is none with another key or at another time', () => {
    expect(judged([part(0, mask, midnight), part(1, 0x1234_9999, midnight)])).toHaveLength(2);
    expect(judged([part(0, mask, midnight), part(1, mask, midnight + 7_200_000_000)])).toHaveLength(2);
  });
});
