import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/watch/analysis/index.ts';
import type { Analysis } from '../../../src/watch/findings.ts';
import { addSyns } from './analysed.ts';

const day = 86_400e6;

/** A scanner at work: ports from one to another, a millisecond apart. */
function scan(analysis: Analysis, from: number, to: number, start = 0): void {
  addSyns(
    analysis,
    Array.from({ length: to - from }, (_, index) => ({
      source: 0x2e000001,
      target: 0xc6336401,
      port: from + index,
      sourcePort: 50_000,
      time: start + (from + index) * 1000,
    })),
  );
}

describe('events', () => {
  it('tell of a scan when it is new and whenever it has doubled, by one key', () => {
    const analysis = createAnalysis({});
    const keys = new Set<string>();
    let told = 0;
    for (let port = 0; port < 20_000; port += 10) {
      scan(analysis, port, port + 10);
      for (const event of analysis.events(port * 1000)) {
        expect(event.type).toBe('scan');
        keys.add(event.key);
        told += 1;
      }
    }
    expect(keys).toEqual(new Set(['scan|tcp|46.0.0.1|0']));
    expect(told).toBeGreaterThanOrEqual(11);
    expect(told).toBeLessThanOrEqual(14);
  });

  it('tell once more when it has come to rest, and then no more', () => {
    const analysis = createAnalysis({});
    scan(analysis, 1, 100);
    expect(analysis.events(100_000)).toHaveLength(1);
    scan(analysis, 100, 120);
    expect(analysis.events(120_000)).toEqual([]);
    const [last] = analysis.events(120_000 + 700e6);
    expect(last).toMatchObject({ type: 'scan', scan: { packets: 119 } });
    expect(analysis.events(120_000 + 800e6)).toEqual([]);
  });

  it('end after a day: the place is free, and the next scan is another', () => {
    const analysis = createAnalysis({});
    scan(analysis, 1, 100);
    const [first] = analysis.events(100_000);
    analysis.events(2 * day);
    expect(analysis.findings().scans).toEqual([]);
    scan(analysis, 1, 100, 3 * day);
    const [second] = analysis.events(3 * day + 100_000);
    expect(second).toMatchObject({ type: 'scan', scan: { packets: 99 } });
    expect(second?.key).not.toBe(first?.key);
  });

  it('say nothing where nothing came', () => {
    expect(createAnalysis({}).events(0)).toEqual([]);
  });
});
