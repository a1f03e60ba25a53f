/**
 * Reads what lies at from..to and returns where it stopped. Less than `want` bytes are left then: so many it needs
 * from there to go on.
 */
export interface ChunkParser {
  readonly want: number;
  parse(bytes: Uint8Array, view: DataView, from: number, to: number): number;
}

const firstCarry = 4096;

/**
 * Hands chunks of any size to a parser, without copying but for the item that lies across two of them: its bytes
 * are carried over until it is whole. What is carried is bounded by what the parser may want.
 */
export class Chunks {
  readonly #parser: ChunkParser;
  #carry = new Uint8Array(firstCarry);
  #view: DataView = new DataView(this.#carry.buffer);
  /** What is carried lies at from..to of `#carry`. */
  #from = 0;
  #to = 0;
  // The view of the last chunk's buffer: a driver that reuses its buffer needs one only.
  #chunkView: DataView = this.#view;

  constructor(parser: ChunkParser) {
    this.#parser = parser;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (this.#from < this.#to && at < chunk.length) at = this.#carryOn(chunk, at);
    if (at === chunk.length) return;
    const stop = this.#parser.parse(chunk, this.#viewOf(chunk), at, chunk.length);
    this.#keep(chunk, stop, chunk.length);
  }

  /** Lets the parser, which knows by now that nothing follows, look at what is left; returns how much it leaves. */
  end(): number {
    this.#from = this.#parser.parse(this.#carry, this.#view, this.#from, this.#to);
    return this.#to - this.#from;
  }

  #carryOn(chunk: Uint8Array, at: number): number {
    const held = this.#to - this.#from;
    const missing = this.#parser.want - held;
    // A parser that is lost wants a little more again and again: then as much again at once, so that the work of
    // moving bytes stays in proportion to the input.
    const stop = Math.min(chunk.length, at + (held > firstCarry ? Math.max(missing, held) : missing));
    this.#keep(chunk, at, stop);
    if (stop - at < missing) return stop;
    this.#from = this.#parser.parse(this.#carry, this.#view, this.#from, this.#to);
    const left = this.#to - this.#from;
    if (left === 0 || left > stop) return stop;
    // All that is left came with this chunk: a parser that is lost, and always leaves some, goes on in it.
    this.#from = this.#to;
    return stop - left;
  }

  #keep(chunk: Uint8Array, from: number, to: number): void {
    const more = to - from;
    if (this.#from === this.#to) {
      this.#from = 0;
      this.#to = 0;
    }
    if (this.#to + more > this.#carry.length) this.#makeRoom(more);
    this.#carry.set(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to), this.#to);
    this.#to += more;
  }

  #makeRoom(more: number): void {
    const held = this.#carry.subarray(this.#from, this.#to);
    const size = held.length + more;
    if (size * 2 > this.#carry.length) {
      this.#carry = new Uint8Array(size * 2);
      this.#view = new DataView(this.#carry.buffer);
      this.#carry.set(held);
    } else {
      this.#carry.copyWithin(0, this.#from, this.#to);
    }
    this.#from = 0;
    this.#to = held.length;
  }

  #viewOf(chunk: Uint8Array): DataView {
    const last = this.#chunkView;
    const same =
      last.buffer === chunk.buffer &&
      last.byteOffset === chunk.byteOffset &&
      last.byteLength === chunk.length;
    if (!same) this.#chunkView = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    return this.#chunkView;
  }
}
