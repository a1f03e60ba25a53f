import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { ZstdFrames } from './zstd-frames.ts';

/**
 * When a packed input counts as a bomb: it has unpacked to more than `freeBytes` and to more than `ratio` times its
 * own size. Captures of floods pack 20 to 200 times, gzip cannot do more than 1,032 times, zstd 30,000 times. Memory
 * is bounded without it; the limit saves time and whoever stores what comes out. Higher: a larger bomb runs longer.
 */
export interface UnpackLimits {
  readonly freeBytes: number;
  readonly ratio: number;
}

const unpackLimits: UnpackLimits = { freeBytes: 2 ** 30, ratio: 500 };

/** Takes packed chunks; what comes out goes to a function, which must not keep it. */
export interface Unpacker {
  push(chunk: Uint8Array): Promise<void>;
  /** Null, or what was wrong with the packed data, as a phrase. What came out before it stands. */
  end(): Promise<string | null>;
}

export type Packing = 'gzip' | 'zstd';

export const createUnpacker = (
  kind: Packing,
  onChunk: (chunk: Uint8Array) => void,
  limits: UnpackLimits = unpackLimits,
): Unpacker => {
  const meter = new Meter(onChunk, limits);
  return kind === 'gzip' ? new GzipUnpacker(meter) : new ZstdUnpacker(meter);
};

class Meter {
  readonly #onChunk: (chunk: Uint8Array) => void;
  readonly #limits: UnpackLimits;
  #in = 0;
  #out = 0;
  /** What was wrong; nothing is taken after it. */
  wrong: string | null = null;

  constructor(onChunk: (chunk: Uint8Array) => void, limits: UnpackLimits) {
    this.#onChunk = onChunk;
    this.#limits = limits;
  }

  get taken(): number {
    return this.#in;
  }

  took(bytes: number): void {
    this.#in += bytes;
  }

  gave(chunk: Uint8Array): void {
    if (this.wrong !== null) return;
    this.#out += chunk.length;
    const { freeBytes, ratio } = this.#limits;
    if (this.#out > freeBytes && this.#out > ratio * this.#in) {
      this.wrong = `it unpacks to more than ${ratio} times its size, which is taken for a bomb`;
    } else if (chunk.length > 0) this.#onChunk(chunk);
  }
}

/** Small, because what was unpacked into the last one is lost where the data turns out to be damaged. */
const gzipOutput = 65_536;

class GzipUnpacker implements Unpacker {
  readonly #meter: Meter;
  readonly #stream = createGunzip({ chunkSize: gzipOutput });
  /** What waits for the stream, which may end without calling back. */
  #waiting: (() => void) | null = null;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.#stream.on('data', (chunk: Uint8Array) => {
      meter.gave(chunk);
      if (meter.wrong !== null) this.#stream.destroy();
    });
    this.#stream.on('error', (error: Error) => {
      meter.wrong ??= `its gzip data is damaged (${error.message})`;
    });
    this.#stream.on('close', () => this.#waiting?.());
  }

  push(chunk: Uint8Array): Promise<void> {
    this.#meter.took(chunk.length);
    return this.#until((done) => this.#stream.write(chunk, done));
  }

  async end(): Promise<string | null> {
    await this.#until((done) => this.#stream.end().on('end', done));
    return this.#meter.wrong;
  }

  #until(act: (done: () => void) => void): Promise<void> {
    if (this.#stream.destroyed || this.#stream.readableEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = resolve;
      act(resolve);
    });
  }
}

/** The library takes one frame of a chunk inside the other: in small pieces no chunk can exhaust the stack. */
const zstdPiece = 16_384;

/**
 * zstd can ask for more work than its size and what comes out of it show: a frame of 12 bytes for a window of 128 MiB.
 * It ends here beyond so many bytes moved, if they are so many times the input; ordinary files need 100 to 6,000.
 */
const freeWork = 2 ** 34;
const workRatio = 40_000;

class ZstdUnpacker implements Unpacker {
  readonly #meter: Meter;
  readonly #frames = new ZstdFrames();
  readonly #stream: Decompress;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.#stream = new Decompress((chunk) => meter.gave(chunk));
  }

  push(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length && this.#meter.wrong === null; at += zstdPiece) {
      const piece = chunk.slice(at, at + zstdPiece);
      this.#meter.took(piece.length);
      const wrong = this.#frames.push(piece);
      if (this.#frames.work > freeWork && this.#frames.work > workRatio * this.#meter.taken) {
        this.#meter.wrong =
          'its zstd data asks for far more work than its size is worth, which is taken for a bomb';
        break;
      }
      this.#unpack(wrong === null ? piece : piece.subarray(0, this.#frames.good), false);
      if (wrong === null) continue;
      this.#unpack(new Uint8Array(), true);
      this.#meter.wrong = `its zstd data has ${wrong}`;
    }
    return Promise.resolve();
  }

  end(): Promise<string | null> {
    const meter = this.#meter;
    if (meter.wrong === null) {
      if (!this.#frames.complete) meter.wrong = 'its zstd data is cut at the end';
      // A frame of less than 18 bytes is only unpacked now.
      else this.#unpack(new Uint8Array(), true);
    }
    return Promise.resolve(meter.wrong);
  }

  #unpack(piece: Uint8Array, last: boolean): void {
    try {
      this.#stream.push(piece, last);
    } catch (error) {
      this.#meter.wrong ??= `its zstd data is damaged (${error instanceof Error ? error.message : 'unreadable'})`;
    }
  }
}
