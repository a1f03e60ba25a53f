import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { KnockEvent } from '../../../src/core/knock.ts';
import { ethernet, ipv4, pcapFile, pcapngFile, tcp, text } from '../packets.ts';
import { readBytes, readChunks, reading, readPath } from './real.ts';

/** A scan with nmap's marks, a sweep and a single probe. */
const packets = Array.from({ length: 60 }, (_, index) => ({
  time: 1_700_000_000_000_000 + index * 20_000,
  bytes: ethernet(
    ipv4(
      tcp({
        destinationPort: index < 40 ? 1000 + index : 23,
        sequence: 0x5a5a0000 + index * 0x10001,
        window: 1024,
      }),
      {
        id: (index * 7919) & 0xffff,
        source: index < 40 ? '203.0.113.5' : '203.0.113.6',
        destination: index < 40 ? '198.51.100.2' : `198.51.100.${index}`,
      },
    ),
  ),
}));

const pcap = pcapFile(packets);
const folder = mkdtempSync(path.join(tmpdir(), 'reeve-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named = (name: string, bytes: Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

describe('the same traffic gives the same findings', () => {
  test('as pcap and pcapng', async () => {
    const [one, other] = [await readBytes(pcap), await readBytes(pcapngFile(packets))];
    expect(one.findings.scans.map(({ kind }) => kind).sort()).toEqual(['host-sweep', 'port-scan']);
    expect(other.findings).toEqual(one.findings);
    expect([one.input.format, other.input.format]).toEqual(['pcap', 'pcapng']);
    expect({ ...other.input, format: '' }).toEqual({ ...one.input, format: '' });
  });

  test('from a file and as a stream, however it is cut', async () => {
    const whole = await readPath(named('scan.pcap', pcap));
    for (const size of [1, 7, 40, 4096]) {
      const chunks = Array.from({ length: Math.ceil(pcap.length / size) }, (_, index) =>
        pcap.subarray(index * size, (index + 1) * size),
      );
      expect(await readChunks(chunks)).toEqual(whole);
    }
  });

  test('packed by gzip and zstd', async () => {
    const plain = await readPath(named('plain.pcap', pcap));
    const gzip = await readPath(named('packed', gzipSync(pcap)));
    const zstd = await readBytes(
      execFileSync('zstd', ['-q', '-c', path.join(folder, 'plain.pcap')], { maxBuffer: 1 << 24 }),
    );
    for (const packed of [gzip, zstd]) {
      expect(packed.findings).toEqual(plain.findings);
      expect({ ...packed.input, notes: [] }).toEqual({ ...plain.input, notes: [] });
    }
    expect(gzip.input.notes).toEqual(['unpacked from gzip']);
  });

  test('in two files read as one story', async () => {
    const parts = reading();
    await parts.read({ path: named('first', pcapFile(packets.slice(0, 30))) });
    await parts.read({ path: named('second', pcapFile(packets.slice(30))) });
    const { findings, input } = parts.answer();
    const whole = await readBytes(pcap);
    expect(findings.scans.map(({ kind, packets: count }) => [kind, count])).toEqual(
      whole.findings.scans.map(({ kind, packets: count }) => [kind, count]),
    );
    expect(input).toEqual(whole.input);
  });
});

describe('an old story that is judged while it grows', () => {
  const wall = Date.UTC(2026, 10, 21) * 1000;
  const scanned = (events: readonly KnockEvent[]): readonly (readonly [string, number])[] =>
    events.flatMap((event) =>
      event.type === 'scan' && event.scan.source === '203.0.113.5' ? [[event.key, event.scan.packets]] : [],
    );

  test('is one story: by its own clock nothing is over yet', async () => {
    const parts = reading();
    const keys = new Set<string>();
    for (let at = 0; at < 40; at += 10) {
      await parts.read({ path: named(`part${at}`, pcapFile(packets.slice(at, at + 10))) });
      for (const [key] of scanned(parts.events(wall + at * 1e6))) keys.add(key);
    }
    expect(keys.size).toBe(1);
    expect(parts.answer().findings.scans).toMatchObject([{ packets: 40 }]);
  });

  test('goes on by the clock on the wall where nothing more comes', async () => {
    const one = reading();
    await one.read({ path: named('still', pcapFile(packets)) });
    one.events(wall);
    one.events(wall + 23 * 3600e6);
    expect(one.answer().findings.scans).not.toEqual([]);
    one.events(wall + 25 * 3600e6);
    expect(one.answer().findings.scans).toEqual([]);
  });

  test('a stamp from the future ends nothing', async () => {
    const one = reading();
    const future = { ...packets[0], time: wall + 300 * 86_400e6, bytes: packets[59]?.bytes ?? pcap };
    await one.read({ path: named('future', pcapFile([...packets.slice(0, 40), future])) });
    const before = packets[0]?.time ?? 0;
    one.events(before + 2e6);
    one.events(before + 64e6);
    expect(one.answer().findings.scans).toContainEqual(expect.objectContaining({ packets: 40 }));
  });

  test('is told to its end, however little it has grown', async () => {
    const parts = reading();
    await parts.read({ path: named('most', pcapFile(packets.slice(0, 38))) });
    expect(scanned(parts.events(wall)).map(([, count]) => count)).toEqual([38]);
    await parts.read({ path: named('rest', pcapFile(packets.slice(38, 40))) });
    expect(scanned(parts.events(wall + 1e6))).toEqual([]);
    expect(scanned(parts.lastEvents()).map(([, count]) => count)).toEqual([40]);
    expect(scanned(parts.lastEvents())).toEqual([]);
  });
});

describe('what is read in part', () => {
  test('a capture that was cut keeps what came before', async () => {
    const { input, findings } = await readBytes(pcap.subarray(0, pcap.length - 5));
    expect(input.damaged).toBe(true);
    expect(input.records).toBe(packets.length - 1);
    expect(findings.scans.length).toBe(2);
  });

  test('a stream ends early where somebody has seen enough', async () => {
    const stop = new AbortController();
    const one = reading();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield pcap;
      setTimeout(() => stop.abort(), 20);
      await new Promise(() => undefined);
    }
    await one.read({ stream: endless() }, { signal: stop.signal });
    expect(one.answer().input.records).toBe(packets.length);
  });

  test.each([
    ['bytes of no format', Uint8Array.from({ length: 5000 }, (_, index) => (index * 37) & 0x1f)],
    ['an archive', gzipSync(gzipSync(pcap))],
  ])('%s cannot be read', async (_, bytes) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_UNRECOGNISED' });
  });

  test('text without a firewall line is read, and holds nothing', async () => {
    const { input, findings } = await readBytes(text('Dear reader,\nnothing of this is a log.\n'));
    expect(input).toMatchObject({ unit: 'lines', count: 2, records: 0 });
    expect(findings.scans).toEqual([]);
  });
});
