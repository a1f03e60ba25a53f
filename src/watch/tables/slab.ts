const smallest = 4;
const largest = 12;

/**
 * Blocks of 2^4 to 2^12 words in one array of fixed size. A freed block is used again by its own size only: what is
 * asked for are the same few sizes all the time.
 */
export class Slab {
  readonly words: Int32Array;
  /** The first free block of each size; the first word of a free block leads to the next. 0 = none. */
  readonly #free = new Int32Array(largest + 1);
  // The first words stay unused: 0 means "no block".
  #top = 1 << smallest;

  constructor(capacity: number) {
    this.words = new Int32Array(capacity);
  }

  /** Bytes ever used; a free block counts, its pages remain. */
  get held(): number {
    return this.#top * 4;
  }

  /** A block of 2^size zeros; 0 where all is used up. */
  take(size: number): number {
    const kept = this.#free[size] as number;
    if (kept !== 0) {
      this.#free[size] = this.words[kept] as number;
      this.words.fill(0, kept, kept + (1 << size));
      return kept;
    }
    const block = this.#top;
    if (block + (1 << size) > this.words.length) return 0;
    this.#top = block + (1 << size);
    return block;
  }

  give(block: number, size: number): void {
    this.words[block] = this.#free[size] as number;
    this.#free[size] = block;
  }
}
