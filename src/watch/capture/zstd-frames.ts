/*
 * Where Zstandard frames begin and end, RFC 8878 section 3.1, little-endian:
 *
 *   0  u32  magic fd2fb528; 184d2a50 to 184d2a5f is a frame to pass over: 4 u32 its length
 *   4  u8   bits 0-1 size of the dictionary's number, 2 checksum, 5 one segment, 6-7 size of the content's length
 *   5  u8   window, not with one segment: 2^(10 + bits 3-7) * (1 + bits 0-2 / 8)
 *      ...  dictionary's number (0, 1, 2, 4), length of the content (0 or 1, 2, 4, 8)
 *      blocks: u24 last (bit 0), type (1-2: raw, one byte repeated, compressed), size; then the content
 *      4 bytes checksum
 *
 * The unpacker takes memory for a frame's window as soon as its header says so, up to 2 GB: hence this look ahead.
 */

/** What zstd itself refuses to unpack beyond without being told to. */
const largestWindow = 1 << 27;

const magic = 0xfd2fb528;
const repeated = 1;
const longestHead = 18;

/** Follows the frames of a stream by its chunks. */
export class ZstdFrames {
  readonly #head = new Uint8Array(longestHead);
  readonly #view = new DataView(this.#head.buffer);
  #held = 0;
  /** Bytes of content to pass over. */
  #skip = 0;
  #inBlocks = false;
  #lastBlock = false;
  #checksum = 0;
  /** Bytes of the last chunk in front of what must not be unpacked. */
  good = 0;
  /** Bytes that the unpacker moves to unpack what was seen: it shifts the whole window for every block. */
  work = 0;
  #window = 0;

  /** At the end of a frame, or before the first. */
  get complete(): boolean {
    return this.#held === 0 && this.#skip === 0 && !this.#inBlocks;
  }

  /** Null, or why what follows must not be unpacked. */
  push(chunk: Uint8Array): string | null {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, chunk.length - at);
        this.#skip -= passed;
        at += passed;
      } else {
        this.#head[this.#held] = chunk[at] ?? 0;
        this.#held++;
        at++;
        const head = this.#held;
        const wrong = this.#inBlocks ? this.#block() : this.#frame();
        if (wrong !== null) {
          this.good = Math.max(0, at - head);
          return wrong;
        }
      }
      if (this.#skip === 0 && this.#lastBlock) {
        this.#lastBlock = false;
        this.#inBlocks = false;
        this.#skip = this.#checksum;
      }
    }
    return null;
  }

  #block(): string | null {
    if (this.#held < 3) return null;
    const head = this.#view.getUint16(0, true) | (this.#view.getUint8(2) << 16);
    this.#held = 0;
    this.work += this.#window;
    this.#lastBlock = (head & 1) === 1;
    this.#skip = ((head >>> 1) & 3) === repeated ? 1 : head >>> 3;
    return null;
  }

  #frame(): string | null {
    if (this.#held < 5) return null;
    const view = this.#view;
    const number = view.getUint32(0, true);
    if ((number & 0xfffffff0) >>> 0 === 0x184d2a50) {
      if (this.#held < 8) return null;
      this.#skip = view.getUint32(4, true);
      this.#held = 0;
      return null;
    }
    if (number !== magic) return 'bytes that are no frame';
    const flags = view.getUint8(4);
    const single = (flags & 0x20) !== 0;
    const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
    const content = flags >>> 6 === 0 ? (single ? 1 : 0) : 1 << (flags >>> 6);
    const size = 5 + (single ? 0 : 1) + dictionary + content;
    if (this.#held < size) return null;
    this.#held = 0;
    this.#inBlocks = true;
    this.#checksum = (flags & 4) === 0 ? 0 : 4;
    const window = single ? this.#contentSize(size - content, content) : windowOf(view.getUint8(5));
    this.#window = window;
    this.work += window;
    return window <= largestWindow ? null : `a window of ${Math.round(window / 2 ** 20)} MiB`;
  }

  #contentSize(at: number, size: number): number {
    let value = 0;
    for (let index = size - 1; index >= 0; index--) value = value * 256 + (this.#head[at + index] ?? 0);
    return size === 2 ? value + 256 : value;
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}
