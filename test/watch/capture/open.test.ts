import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  createPcapngReader,
  createPcapReader,
  type InputOptions,
  type InputSource,
  type ReadInput,
  readInput,
} from '../../../src/watch/capture/index.ts';
import type { BatchSink } from '../../../src/watch/record.ts';
import { type Bytes, ethernet, hex, ipv4, join, pcapFile, pcapngFile, tcp, text } from '../packets.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'reeve-open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(bytes: Bytes): { path: string } {
  const name = path.join(folder, `misleading-${files++}.log`);
  writeFileSync(name, bytes);
  return { path: name };
}

const packets = Array.from({ length: 40_000 }, (_, index) => ({
  bytes: ethernet(ipv4(tcp({ sequence: index }))),
  time: index,
}));
const capture = pcapFile(packets);
const small = pcapFile(packets.slice(0, 3));
const nothing: BatchSink = () => {
  // The summary counts.
};

interface Seen extends ReadInput {
  readonly kinds: readonly string[];
  readonly lines: string;
}

/** Reads captures as they are; of text a reader here keeps the bytes. */
async function read(source: InputSource, options?: InputOptions, sink = nothing): Promise<Seen> {
  const kinds: string[] = [];
  let lines = '';
  const result = await readInput(
    source,
    (kind) => {
      kinds.push(kind);
      if (kind === 'pcap') return createPcapReader(sink);
      if (kind === 'pcapng') return createPcapngReader(sink);
      return {
        push: (chunk) => {
          lines += Buffer.from(chunk).toString();
        },
        flush: () => {
          lines += '|';
        },
        end: () => ({ ...createPcapReader(sink).end(), format: 'text' }),
      };
    },
    options,
  );
  return { ...result, kinds, lines };
}

async function* stream(...chunks: readonly Bytes[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('a file', () => {
  it('is read by what it holds, whatever its name', async () => {
    expect(await read(fileOf(capture))).toMatchObject({
      summary: { format: 'pcap', records: 40_000, damaged: false },
      packed: null,
      kinds: ['pcap'],
    });
    expect(await read(fileOf(pcapngFile(packets.slice(0, 3))))).toMatchObject({
      summary: { format: 'pcapng', records: 3 },
    });
    expect(await read(fileOf(text('DROP IN=eth0\n')))).toMatchObject({
      kinds: ['text'],
      lines: 'DROP IN=eth0\n',
    });
    expect(await read(fileOf(text('short')))).toMatchObject({ kinds: ['text'], lines: 'short' });
  });

  it('is unpacked where it is packed', async () => {
    expect(await read(fileOf(gzipSync(capture)))).toMatchObject({
      summary: { format: 'pcap', records: 40_000, damaged: false },
      packed: 'gzip',
    });
    expect(await read(fileOf(gzipSync(text('DROP\n'))))).toMatchObject({
      kinds: ['text'],
      lines: 'DROP\n',
      packed: 'gzip',
    });
  });

  it('tells how far it is', async () => {
    const progress: (number | null)[][] = [];
    await read(fileOf(capture), { onProgress: (read, total) => progress.push([read, total]) });
    expect(progress.length).toBe(Math.ceil(capture.length / 2 ** 20));
    expect(progress.at(-1)).toEqual([capture.length, capture.length]);
  });

  it('keeps what came before damaged packing', async () => {
    const packed = gzipSync(capture, { level: 1 });
    const { summary } = await read(fileOf(packed.subarray(0, packed.length / 2)));
    expect(summary.records).toBeGreaterThan(10_000);
    expect(summary).toMatchObject({ damaged: true });
    expect(summary.notes).toContainEqual(expect.stringContaining('gzip data is damaged'));
  });

  it('stops at a bomb and says so', async () => {
    const bomb = gzipSync(join(small, new Uint8Array(4 << 20)));
    const { summary } = await read(fileOf(bomb), { unpackLimits: { freeBytes: 1 << 20, ratio: 100 } });
    expect(summary).toMatchObject({ records: 3, damaged: true });
    expect(summary.notes).toContainEqual(expect.stringContaining('bomb'));
  });
});

describe('an empty file', () => {
  it.each([
    ['as it is', new Uint8Array()],
    ['packed', gzipSync(new Uint8Array())],
  ])('is a log that was just rotated: %s', async (_, bytes) => {
    const { summary } = await read(fileOf(Uint8Array.from(bytes)));
    expect(summary).toMatchObject({ records: 0, count: 0, damaged: false });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a program', hex('7f454c4602010100000000000000000003003e00'), 'neither a capture nor text'],
    ['an archive', hex('fd377a585a000004e6d6b446'), 'it is xz'],
    ['what is packed twice', gzipSync(gzipSync(text('x'))), 'packed twice'],
    [
      'a packed program',
      gzipSync(hex('7f454c4602010100000000000000000003003e00')),
      'neither a capture nor text',
    ],
    [
      'packing that is damaged from its beginning',
      hex('1f8b0800ffffffffffffffffffff'),
      'gzip data is damaged',
    ],
  ])('is an error of its own: %s', async (_, bytes, found) => {
    await expect(read(fileOf(Uint8Array.from(bytes)))).rejects.toMatchObject({
      code: 'INPUT_UNRECOGNISED',
      explanation: { found: expect.stringContaining(found) },
    });
  });

  it('is another where the system refuses', async () => {
    await expect(read({ path: path.join(folder, 'absent') })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await expect(read({ path: folder })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      explanation: { found: 'it is a directory' },
    });
  });

  it('may be a device', async () => {
    expect(await read({ path: '/dev/null' })).toMatchObject({ summary: { records: 0 } });
    await expect(read({ path: '/dev/zero' })).rejects.toMatchObject({ code: 'INPUT_UNRECOGNISED' });
  });

  it('is passed on where it is a fault of the reader', async () => {
    const broken = readInput(fileOf(gzipSync(small)), () => {
      throw new TypeError('a fault');
    });
    await expect(broken).rejects.toThrow('a fault');
  });
});

describe('a stream', () => {
  it('is recognised by its first bytes even where they come one by one', async () => {
    const bytes = Array.from(small, (byte) => new Uint8Array([byte]));
    expect(await read({ stream: stream(...bytes) })).toMatchObject({
      summary: { format: 'pcap', records: 3 },
    });
    const packed = Array.from(gzipSync(small), (byte) => new Uint8Array([byte]));
    expect(await read({ stream: stream(...packed) })).toMatchObject({
      summary: { records: 3 },
      packed: 'gzip',
    });
    expect(await read({ stream: stream() })).toMatchObject({ summary: { records: 0, damaged: false } });
    await expect(read({ stream: stream(new Uint8Array(99)) })).rejects.toMatchObject({
      explanation: { asked: 'standard input' },
    });
  });

  it('has its records delivered while it is silent', async () => {
    const delivered: number[] = [];
    let seen: readonly number[] = [];
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield small;
      for (let turn = 0; turn < 100 && delivered.length === 0; turn++) {
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
      }
      seen = [...delivered];
    }
    await read({ stream: slow() }, {}, (batch) => delivered.push(batch.size));
    expect(seen).toEqual([3]);
  });

  it('keeps what came before it broke', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(small);
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
    }
    const { summary } = await read({ stream: broken() });
    expect(summary).toMatchObject({
      records: 3,
      damaged: true,
      notes: [`reading stopped after ${small.length} bytes: EIO`],
    });
  });

  it('may come through a named pipe', async () => {
    const pipe = path.join(folder, 'pipe');
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', pipe]).status).toBe(0);
    const source = fileOf(small);
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', source.path, pipe], { stdio: 'ignore' });
    try {
      expect(await read({ path: pipe })).toMatchObject({ summary: { records: 3 } });
    } finally {
      writer.kill('SIGKILL');
    }
  });
});
