import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../src/core/probe.ts';
import { judged } from './judged.ts';
import { many, midnight, probe, summaryOf, udp } from './summaries.ts';

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
