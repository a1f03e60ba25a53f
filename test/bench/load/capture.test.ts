import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSynCapture } from '../../../bench/load/capture.ts';
import { createPcapReader } from '../../../src/watch/capture/index.ts';
import { readAll } from '../../watch/decoded.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = { packets: 60_000, sources: 500, pairs: 18_000, seed: 7 };

describe('the capture for the benches', () => {
  const file = path.join(folder, 'syn.pcap');
  const written = writeSynCapture(file, asked);
  const bytes = readFileSync(file);
  const { probes, summary } = readAll(createPcapReader, bytes);

  it('holds what it says', () => {
    expect(written).toMatchObject({ packets: 60_000, sources: 500, bytes: 24 + 60_000 * 76 });
    expect(bytes.length).toBe(written.bytes);
    expect(summary).toMatchObject({ records: 60_000, skipped: [], damaged: false });
    expect(new Set(probes.map(({ source }) => source)).size).toBe(written.sources);
    expect(new Set(probes.map(({ source, destinationPort }) => `${source} ${destinationPort}`)).size).toBe(
      written.pairs,
    );
    expect(Math.abs(written.pairs - asked.pairs)).toBeLessThan(asked.pairs / 10);
    expect(probes.every(({ flags, payloadLength }) => flags === 'S' && payloadLength === 0)).toBe(true);
  });

  it('holds the marks of the tools', () => {
    const zmap = probes.filter(({ ipId, window }) => ipId === 54_321 && window === 65_535);
    const nmap = probes.filter(({ options }) => options?.[0] === 'mss 1460');
    for (const some of [zmap, nmap]) expect(some.length).toBeGreaterThan(5000);
    const times = probes.map(({ at }) => at ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is the same from the same seed', () => {
    const again = path.join(folder, 'again.pcap');
    writeSynCapture(again, asked);
    expect(Buffer.compare(readFileSync(again), bytes)).toBe(0);
    writeSynCapture(again, { ...asked, seed: 8 });
    expect(Buffer.compare(readFileSync(again), bytes)).not.toBe(0);
  });
});
