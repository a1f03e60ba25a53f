import { describe, expect, it } from 'vitest';
import type { SourceSummary } from '../../../src/watch/source-summary.ts';
import { judged, kindsOf } from './judged.ts';
import { address, type Extra, many, midnight, probe, summaryOf, udp } from './summaries.ts';

/** A browser that finds nobody: a SYN, and the kernel's repetitions of it. */
const client = (
  index: number,
  { port = 443, target = '192.0.2.1', tries = 3 } = {},
  extra: Extra = {},
): SourceSummary =>
  summaryOf(
    many(tries, (i) =>
      probe({
        source: address(index),
        destination: target,
        destinationPort: port,
        sequence: 99_991 * (index + 1),
        at: midnight + index * 2e6 + (2 ** i - 1) * 1e6,
      }),
    ),
    { campaignKey: 42 + (index % 4), signs: { kernelLinux: tries }, ...extra },
  );

const taken: Extra = { answered: { accepted: 1, refused: 0 }, toServices: 1 };

describe('clients of a service that is down', () => {
  it('are one finding, and no campaign', () => {
    const [scan, ...others] = judged(many(60, (i) => client(i)));
    expect(others).toEqual([]);
    expect(scan).toMatchObject({ kind: 'misdirected', source: null, sourceCount: 60, packets: 180 });
    expect(scan?.because.join(' ')).toContain('All tried again');
    expect(scan?.because.join(' ')).toContain('down, overloaded or closed');
  });

  it('are told by others who were served there', () => {
    const served = many(40, (i) => client(1000 + i, { tries: 1 }, taken));
    const [scan, ...others] = judged([...served, ...many(30, (i) => client(i, { tries: 1 }))]);
    expect(others).toEqual([]);
    expect(scan).toMatchObject({ kind: 'misdirected', sourceCount: 30 });
    expect(scan?.because.join(' ')).toContain('40 other sources were served there');
  });

  it('of UDP are told by what they ask', () => {
    const ask = (index: number, payload: string): SourceSummary =>
      summaryOf(
        [
          udp({
            source: address(index),
            destinationPort: 53,
            payload,
            payloadLength: payload.length / 2,
          }),
        ],
        { campaignKey: 7, fieldsAny: 0x3_ffff },
      );
    const query = '000101000001000000000000037777770765786 16d706c6503636f6d0000010001'.replace(' ', '');
    const any = query.replace(/00010001$/, '00ff0001');
    expect(kindsOf(many(30, (i) => ask(i, query)))).toEqual(['misdirected 30 sources']);
    expect(kindsOf(many(30, (i) => ask(i, any)))).toEqual(['campaign 30 sources']);
  });
});

describe('it stays a campaign', () => {
  const kinds = (summaries: readonly SourceSummary[]): readonly string[] =>
    Array.from(new Set(judged(summaries).map(({ kind }) => kind)));

  it('where nobody tries again or is served', () => {
    expect(kinds(many(100, (i) => client(i, { tries: 1 })))).toEqual(['campaign']);
  });

  it('at a port that bots want', () => {
    expect(kinds(many(100, (i) => client(i, { port: 3389 })))).toEqual(['campaign']);
  });

  it('where the port is sought on several targets', () => {
    expect(kinds(many(120, (i) => client(i, { target: `192.0.2.${i % 3}` })))).toEqual(['campaign']);
  });
});
