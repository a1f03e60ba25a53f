import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/watch/analysis/index.ts';
import type { Analysis } from '../../../src/watch/findings.ts';
import { Batch } from '../../../src/watch/record.ts';
import { memoryCeiling, type Limits } from '../../../src/watch/tables/limits.ts';
import { mix } from '../../../src/watch/tables/hash.ts';
import { writeSyn } from './analysed.ts';

const target = 0xc6336401;

/** Every `each`-th packet is of one of the scanners, the others are of sources that never come again. */
function flood(
  analysis: Analysis,
  packets: number,
  scanners: number,
  each: number,
  port: (index: number) => number,
): void {
  const batch = new Batch(1000);
  for (let from = 0; from < packets; from += 1000) {
    batch.size = 1000;
    for (let index = 0; index < 1000; index++) {
      const number = from + index;
      const turn = Math.floor(number / each);
      const scans = number % each === each - 1;
      writeSyn(batch, index, {
        // A permutation: no forged source comes twice, nor has a scanner's address.
        source: scans ? 0x2e000000 + (turn % scanners) : (0x80000000 | (mix(number) >>> 2)) >>> 0,
        target,
        port: scans ? 1 + Math.floor(turn / scanners) : port(number),
        sourcePort: 1024 + (mix(number) & 0x7fff),
        time: number * 10,
      });
    }
    analysis.add(batch);
  }
}

const limits: Partial<Limits> = {
  sources: 8192,
  setWords: 1 << 18,
  fewSamples: 2048,
  moreSamples: 64,
  probation: 1 << 16,
};

describe('a flood of forged sources', () => {
  it('is one event, and the scanners in it are found with their counts', () => {
    const analysis = createAnalysis({ limits });
    const before = analysis.memory();
    flood(analysis, 600_000, 20, 100, () => 80);
    const findings = analysis.findings();
    expect(findings.floods).toHaveLength(1);
    const [one] = findings.floods;
    expect(one).toMatchObject({ target: '198.51.100.1', port: 80, transport: 'tcp' });
    expect(one?.packets).toBe(594_000);
    expect(Math.abs((one?.sources.count ?? 0) / 580_000 - 1)).toBeLessThan(0.15);
    expect(findings.scans).toHaveLength(20);
    for (const scan of findings.scans) {
      expect(scan.kind).toBe('port-scan');
      expect(scan.source).toMatch(/^46\.0\.0\.\d+$/);
      // 300 packets each; those before it had a place in the table are not counted.
      expect(scan.packets).toBeGreaterThanOrEqual(299);
      expect(scan.ports.count).toBe(scan.packets);
    }
    expect(findings.sources).toEqual({ count: expect.any(Number), exact: false });
    expect(findings.sources.count).toBeLessThan(1000);
    expect(findings.drops[0]?.packets).toBeGreaterThan(500_000);
    const { held, ceiling } = analysis.memory();
    expect(ceiling).toBe(before.ceiling);
    expect(held).toBeLessThanOrEqual(ceiling);
  });

  it('over all ports is one event without a port', () => {
    const analysis = createAnalysis({ limits });
    flood(analysis, 100_000, 1, 1000, (index) => mix(index) & 0xffff);
    const findings = analysis.findings();
    expect(findings.floods).toHaveLength(1);
    expect(findings.floods[0]).toMatchObject({ target: '198.51.100.1', port: null });
    expect(findings.scans.map(({ source }) => source)).toEqual(['46.0.0.0']);
  });

  it('finds scanners that begin when the table is full already', () => {
    const analysis = createAnalysis({ limits });
    flood(analysis, 100_000, 1, 1_000_000, () => 80);
    flood(analysis, 100_000, 5, 50, () => 80);
    const found = analysis.findings().scans.filter(({ kind }) => kind === 'port-scan');
    expect(found.flatMap((scan) => scan.sources).toSorted()).toEqual([
      '46.0.0.0',
      '46.0.0.1',
      '46.0.0.2',
      '46.0.0.3',
      '46.0.0.4',
    ]);
    // The first packet of each only showed that it was new.
    for (const scan of found) expect(scan.packets).toBe(399);
  });

  it('is none of a hundred sources that each look once', () => {
    const analysis = createAnalysis({ limits });
    const batch = new Batch(100);
    batch.size = 100;
    for (let index = 0; index < 100; index++)
      writeSyn(batch, index, {
        source: 0x50000000 + index * 77,
        target,
        port: 80,
        sourcePort: 5000,
        time: index,
      });
    analysis.add(batch);
    const { floods, scans, sources } = analysis.findings();
    expect(floods).toEqual([]);
    expect(sources).toEqual({ count: 100, exact: true });
    expect(scans.reduce((sum, { sourceCount }) => sum + sourceCount, 0)).toBe(100);
  });

  it('is none of sources that come one by one over days', () => {
    const analysis = createAnalysis({ limits });
    const batch = new Batch(1000);
    batch.size = 1000;
    for (let index = 0; index < 1000; index++)
      writeSyn(batch, index, {
        source: 0x50000000 + index * 77,
        target,
        port: 23,
        sourcePort: 5000,
        time: index * 60e6,
      });
    analysis.add(batch);
    expect(analysis.findings().floods).toEqual([]);
  });

  it('keeps the whole below the stated ceiling', () => {
    const { ceiling, held } = createAnalysis({}).memory();
    expect(ceiling).toBeLessThanOrEqual(memoryCeiling);
    expect(held).toBeLessThan(ceiling / 8);
  });
});
