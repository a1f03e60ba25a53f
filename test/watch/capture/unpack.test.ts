import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUnpacker, type Packing, type UnpackLimits } from '../../../src/watch/capture/unpack.ts';
import { ZstdFrames } from '../../../src/watch/capture/zstd-frames.ts';
import { decoderRuns } from '../../fuzz.ts';
import { type Bytes, hex, join, text } from '../packets.ts';

const zstdMissing = spawnSync('zstd', ['--version']).status !== 0;

function zstd(input: Bytes, ...options: readonly string[]): Bytes {
  const { stdout, status } = spawnSync('zstd', ['-q', '-c', ...options], { input, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error('zstd failed');
  return new Uint8Array(stdout);
}

async function unpack(
  kind: Packing,
  input: Bytes,
  size = input.length,
  limits?: UnpackLimits,
): Promise<{ output: Bytes; wrong: string | null }> {
  const parts: Bytes[] = [];
  const unpacker = createUnpacker(kind, (chunk) => parts.push(chunk.slice()), limits);
  const buffer = new Uint8Array(Math.max(size, 1));
  for (let at = 0; at < input.length; at += size) {
    const part = input.subarray(at, at + size);
    buffer.set(part);
    await unpacker.push(buffer.subarray(0, part.length));
    buffer.fill(0xa5);
  }
  const wrong = await unpacker.end();
  return { output: join(...parts), wrong };
}

/** Deep equality of arrays of this size takes seconds. */
const same = (one: Bytes, other: Bytes): boolean => Buffer.compare(one, other) === 0;

/** Half of it repeats itself. */
const plain = Uint8Array.from({ length: 400_000 }, (_, index) =>
  index % 2000 < 1000
    ? index & 0xff
    : Math.imul(Math.imul(index, 0x9e3779b1) ^ (index >>> 5), 0x85ebca6b) >>> 23,
);

describe('gzip', () => {
  it('is unpacked whole, by any chunks', async () => {
    const packed = gzipSync(plain);
    for (const size of [packed.length, 5000, 65_536]) {
      const { output, wrong } = await unpack('gzip', packed, size);
      expect([wrong, same(output, plain)]).toEqual([null, true]);
    }
    expect(await unpack('gzip', gzipSync(text('short')), 1)).toEqual({ output: text('short'), wrong: null });
  });

  it('may be of several members, as log rotation and `cat` make it', async () => {
    const packed = join(gzipSync(plain), gzipSync(new Uint8Array()), gzipSync(text('more')));
    const { output, wrong } = await unpack('gzip', packed, 3000);
    expect([wrong, same(output, join(plain, text('more')))]).toEqual([null, true]);
  });

  it('gives what came before its damage', async () => {
    const packed = gzipSync(plain);
    const cut = await unpack('gzip', packed.subarray(0, packed.length / 2), 1000);
    expect(cut.wrong).toContain('damaged');
    expect(cut.output.length).toBeGreaterThan(50_000);
    expect(same(cut.output, plain.subarray(0, cut.output.length))).toBe(true);
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, packed.length - 20_000, packed.length - 19_000);
    const { output, wrong } = await unpack('gzip', broken, 1000);
    expect(wrong).toContain('damaged');
    // Some rubbish comes out of damaged data before the damage shows.
    expect(same(output.subarray(0, 100_000), plain.subarray(0, 100_000))).toBe(true);
  });

  it('is left where it is a bomb', async () => {
    const bomb = gzipSync(new Uint8Array(8 << 20));
    const { output, wrong } = await unpack('gzip', bomb, bomb.length, { freeBytes: 1 << 20, ratio: 500 });
    expect(wrong).toContain('bomb');
    expect(output.length).toBeLessThanOrEqual(bomb.length * 500 + (1 << 20));
    // The same within the free bytes is none.
    expect((await unpack('gzip', bomb)).wrong).toBe(null);
  });
});

describe.skipIf(zstdMissing)('zstd (needs the program to pack with)', () => {
  it.each([['-1'], ['-19'], ['--no-check'], ['--no-content-size'], ['--long=24']])(
    'is unpacked whole: %s',
    async (option) => {
      const packed = zstd(plain, option);
      for (const size of [packed.length, 5000]) {
        const { output, wrong } = await unpack('zstd', packed, size);
        expect([wrong, same(output, plain)]).toEqual([null, true]);
      }
    },
  );

  it('may be of several frames, tiny and skippable ones among them', async () => {
    const skippable = join(hex('5a2a4d18 05000000'), text('aside'));
    const tiny = zstd(text('x'), '--no-check');
    const packed = join(skippable, zstd(plain), tiny, zstd(new Uint8Array()), skippable, tiny);
    for (const size of [packed.length, 1, 999]) {
      const { output, wrong } = await unpack('zstd', packed, size);
      expect([wrong, same(output, join(plain, text('xx')))]).toEqual([null, true]);
    }
  });

  it('may be of very many frames', async () => {
    const tiny = zstd(text('some words that do not pack'), '--no-check', '--zstd=wlog=10');
    const packed = join(...Array.from({ length: 20_000 }, () => tiny));
    const { output, wrong } = await unpack('zstd', packed);
    expect({ length: output.length, wrong }).toEqual({ length: 27 * 20_000, wrong: null });
  });

  it('gives what came before its damage', async () => {
    const packed = zstd(plain);
    const cut = await unpack('zstd', packed.subarray(0, packed.length / 2), 1000);
    expect(cut.wrong).toBe('its zstd data is cut at the end');
    expect(cut.output.length).toBeGreaterThan(100_000);
    expect(same(cut.output, plain.subarray(0, cut.output.length))).toBe(true);
    const after = await unpack('zstd', join(packed, text('rubbish')), 1000);
    expect([after.wrong, same(after.output, plain)]).toEqual([
      'its zstd data has bytes that are no frame',
      true,
    ]);
  });

  it('is left where it is a bomb', async () => {
    const bomb = zstd(new Uint8Array(8 << 20));
    const { wrong } = await unpack('zstd', bomb, bomb.length, { freeBytes: 1 << 20, ratio: 500 });
    expect(wrong).toContain('bomb');
  });
});

describe('zstd frames', () => {
  it('must not ask for endless work', async () => {
    const frame = hex('28b52ffd 00 88 010000');
    const packed = join(...Array.from({ length: 20_000 }, () => frame));
    expect((await unpack('zstd', packed)).wrong).toContain('more work');
  });

  it('must not ask for endless memory', async () => {
    // A window of 1.9 GB; one segment of 4 GB; the largest that is allowed.
    expect(await unpack('zstd', hex('28b52ffd 00 a7 010000 00000000000000000000'))).toMatchObject({
      wrong: 'its zstd data has a window of 1920 MiB',
    });
    expect(await unpack('zstd', hex('28b52ffd a0 ffffffff 010000 000000000000000000'))).toMatchObject({
      wrong: 'its zstd data has a window of 4096 MiB',
    });
    expect(new ZstdFrames().push(hex('28b52ffd 00 88 010000'))).toBe(null);
    expect(new ZstdFrames().push(hex('28b52ffd 00 89 010000'))).toBe('a window of 144 MiB');
  });

  it('are followed the same by any chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (rest, size) => {
        const input = join(hex('28b52ffd 04 50'), rest);
        const [whole, parts] = [new ZstdFrames(), new ZstdFrames()];
        const wrong = whole.push(input);
        let other: string | null = null;
        for (let at = 0; at < input.length && other === null; at += size)
          other = parts.push(input.slice(at, at + size));
        expect(other).toBe(wrong);
        if (wrong === null) expect(parts.complete).toBe(whole.complete);
      }),
      { numRuns: decoderRuns(500) },
    );
  });

  it('and gzip members never throw, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80 }),
        fc.constantFrom<Packing>('gzip', 'zstd'),
        async (rest, kind) => {
          const input = join(kind === 'gzip' ? hex('1f8b0800') : hex('28b52ffd'), rest);
          const { output, wrong } = await unpack(kind, input);
          expect(wrong === null || wrong.length > 0).toBe(true);
          expect(output.length).toBeLessThan(1 << 24);
        },
      ),
      { numRuns: decoderRuns(200) },
    );
  });
});
