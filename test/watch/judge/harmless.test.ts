import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import { judged } from './judged.ts';
import { address, type Extra, many, midnight, probe, summaryOf, udp } from './summaries.ts';

describe('a traceroute', () => {
  const step = (i: number, fields: Partial<Probe> = {}): Probe =>
    udp({
      destinationPort: 33_434 + i,
      ttl: 1 + Math.floor(i / 3),
      at: midnight + i * 300_000,
      ordinal: i + 1,
      ...fields,
    });

  it('is no port scan, seen where it begins and at its target', () => {
    for (const count of [36, 12]) {
      const [scan] = judged([summaryOf(many(count, (i) => step(i)))]);
      expect(scan?.kind).toBe('probe');
      expect(scan?.intent.map(({ name }) => name)).toEqual(['traceroute']);
      expect(scan?.because.join(' ')).toContain('A traceroute');
    }
  });

  it('by TCP is one too', () => {
    const steps = many(36, (i) =>
      probe({ ttl: 1 + Math.floor(i / 3), sourcePort: 40_000 + i, at: midnight + i }),
    );
    expect(judged([summaryOf(steps)])[0]?.intent[0]?.name).toBe('traceroute');
  });

  it('is none where the TTL does not rise, or the ports are others', () => {
    const flat = many(36, (i) => step(i, { ttl: 52 }));
    const other = many(36, (i) => step(i, { destinationPort: 1000 + i }));
    const falling = many(36, (i) => step(i, { ttl: 12 - Math.floor(i / 3) }));
    for (const probes of [flat, other, falling])
      expect(judged([summaryOf(probes)])[0]?.kind).toBe('port-scan');
  });
});

const visit = (ports: readonly number[], extra: Extra = {}, gap = 300_000) =>
  summaryOf(
    ports.map((destinationPort, i) =>
      probe({ destinationPort, sourcePort: 40_000 + i, at: midnight + i * gap, ordinal: i + 1 }),
    ),
    { signs: { kernelLinux: ports.length }, ...extra },
  );
const took: Extra = { answered: { accepted: 1, refused: 0 }, toServices: 1 };
const kindOf = (summary: ReturnType<typeof visit>): string | undefined => judged([summary])[0]?.kind;

describe('port knocking', () => {
  const knock = [7000, 8000, 9000, 1234, 4321, 22];

  it('is no port scan', () => {
    const [scan] = judged([visit(knock, took)]);
    expect(scan?.kind).toBe('probe');
    expect(scan?.because.join(' ')).toContain('Port knocking, likely');
  });

  it('is one where nothing took it, or the ports are those of services, counted through, or many', () => {
    expect(kindOf(visit(knock))).toBe('port-scan');
    expect(kindOf(visit([25, 80, 110, 143, 443, 22], took))).toBe('port-scan');
    expect(kindOf(visit([7000, 7001, 7002, 7003, 7004, 22], took))).toBe('port-scan');
    expect(kindOf(visit([...many(20, (i) => 7000 + i * 3), 22], took))).toBe('port-scan');
  });
});

describe('a mail program at set-up', () => {
  const mail = [993, 143, 995, 110, 465, 587, 443, 80];

  it('is no port scan where one port took it', () => {
    const [scan] = judged([visit(mail, took)]);
    expect(scan?.kind).toBe('probe');
    expect(scan?.because.join(' ')).toContain('A mail program that is set up');
  });

  it('is one where none did, or other ports are among them', () => {
    expect(kindOf(visit(mail))).toBe('port-scan');
    expect(kindOf(visit([...mail, 3306], took))).toBe('port-scan');
  });
});

describe('a browser whose IPv6 is broken', () => {
  const sites = (fields: Partial<Probe>, gap = 3_000_000) =>
    summaryOf(
      many(40, (i) =>
        probe({
          source: '2600:1:2::10',
          destination: `2a00:1450:4001:${i + 1}::200e`,
          destinationPort: 443,
          ttl: 64,
          at: midnight + i * gap,
          ...fields,
        }),
      ),
      { signs: { kernelLinux: 40 } },
    );

  it('is no sweep', () => {
    expect(kindOf(sites({}))).toBe('probe');
  });

  it('is one from afar, in haste, for another port, or of one network', () => {
    expect(kindOf(sites({ ttl: 52 }))).toBe('host-sweep');
    expect(kindOf(sites({}, 1000))).toBe('host-sweep');
    expect(kindOf(sites({ destinationPort: 445 }))).toBe('host-sweep');
    const near = many(40, (i) =>
      probe({ destination: address(i), destinationPort: 443, ttl: 64, at: midnight + i * 3e6 }),
    );
    expect(kindOf(summaryOf(near, { signs: { kernelLinux: 40 } }))).toBe('host-sweep');
  });
});
