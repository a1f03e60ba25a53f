import type { Line } from './line.ts';

/**
 * Numbers for short runs of bytes (interfaces, prefixes) without making text of each: an open table by hash, the
 * bytes side by side in one pool. Bounded: what finds no room has the number 0, which stands for "unknown".
 */
export class Names {
  readonly #slots: Int32Array;
  readonly #starts: Int32Array;
  readonly #lengths: Uint8Array;
  readonly #pool: Uint8Array;
  readonly #most: number;
  readonly #longest: number;
  #used = 0;
  /** Names so far; they are numbered from 1. */
  size = 0;
  #last = 0;

  /** `most` is a power of two: the table has twice as many places. */
  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
    this.#slots = new Int32Array(most * 2);
    this.#starts = new Int32Array(most + 1);
    this.#lengths = new Uint8Array(most + 1);
    this.#pool = new Uint8Array(Math.min(most * longest, 1 << 18));
  }

  /** The number of the line's bytes; 0 if there are none, too many, or the table is full. */
  of(line: Line, from: number, to: number): number {
    const length = to - from;
    if (length <= 0 || length > this.#longest) return 0;
    const last = this.#last;
    if (last !== 0 && this.#is(last, line, from, length)) return last;
    let hash = length;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + line.byte(at)) | 0;
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = this.#slots[slot] as number;
      if (found === 0) break;
      if (this.#is(found, line, from, length)) {
        this.#last = found;
        return found;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(slot, line, from, length);
  }

  #is(number: number, line: Line, from: number, length: number): boolean {
    if (this.#lengths[number] !== length) return false;
    const start = this.#starts[number] as number;
    for (let index = 0; index < length; index++) {
      if (this.#pool[start + index] !== line.byte(from + index)) return false;
    }
    return true;
  }

  #add(slot: number, line: Line, from: number, length: number): number {
    if (this.size >= this.#most || this.#used + length > this.#pool.length) return 0;
    const number = ++this.size;
    this.#starts[number] = this.#used;
    this.#lengths[number] = length;
    for (let index = 0; index < length; index++) this.#pool[this.#used++] = line.byte(from + index);
    this.#slots[slot] = number;
    this.#last = number;
    return number;
  }
}
