/*
 * Sets of 32-bit values. Targets begin as a bitmap of one /24 beside the source itself: most senders look at no more of
 * one observer. Else a hash table of words, 0 an empty place; beyond its largest size a HyperLogLog,
 * and where no room is left a sketch.
 */
import type { Distinct } from '../../core/knock.ts';
import { mix } from './hash.ts';
import { addToRegisters, countInRegisters } from './hyperloglog.ts';
import { blockOf, handleOf, kindOf, rangeKind, registersKind, sketched, smallestSet } from './set-handle.ts';
import { addToSketch, bitsIn, countInSketch } from './sketch.ts';
import type { Slab } from './slab.ts';
import { countBehind, rangeBehind } from './source-layout.ts';

/** 0 stands for "empty"; no host has the address 0.0.0.1, and of hashes one in 2^32 is changed. */
const stored = (value: number): number => (value === 0 ? 1 : value);

export interface SetSizes {
  /** Hash tables of up to 2^largest words. */
  readonly largest: number;
  /** Then a HyperLogLog of 2^registers. */
  readonly registers: number;
}

/** 3,072 targets exactly, then 1.6 %. */
export const targetSizes: SetSizes = { largest: 12, registers: 12 };
/** 48 pairs exactly, then 6.5 % within the same 256 bytes: only their order of magnitude is asked for. */
export const pairSizes: SetSizes = { largest: 6, registers: 8 };

export class ValueSets {
  readonly #slab: Slab;
  readonly #hot: Int32Array;
  readonly #cold: Int32Array;
  readonly #largest: number;
  readonly #registers: number;

  constructor(slab: Slab, hotWords: Int32Array, coldWords: Int32Array, sizes: SetSizes) {
    this.#slab = slab;
    this.#hot = hotWords;
    this.#cold = coldWords;
    this.#largest = sizes.largest;
    this.#registers = sizes.registers;
  }

  /** An empty set, its handle at word `at` of hot (the count behind it). */
  begin(at: number): void {
    const block = this.#slab.take(smallestSet);
    this.#hot[at] = block === 0 ? sketched : handleOf(smallestSet, block);
    this.#hot[at + countBehind] = 0;
  }

  /** A set of the first value, with room for those of its /24. */
  beginRange(at: number, sketch: number, value: number): void {
    this.#hot[at] = handleOf(rangeKind, 0);
    this.#hot[at + countBehind] = 0;
    this.#hot[at + rangeBehind] = value >>> 8;
    this.add(at, sketch, value);
  }

  /** True where the value is new to the set, as far as it can tell. Its sketch is at `sketch` of cold. */
  add(at: number, sketch: number, value: number): boolean {
    const words = this.#slab.words;
    const handle = this.#hot[at] as number;
    const kind = handle >>> 24;
    const block = handle & 0xffffff;
    if (kind === rangeKind) {
      if ((this.#hot[at + rangeBehind] as number) !== value >>> 8) return this.#leaveRange(at, sketch, value);
      const place = at + rangeBehind + 1 + ((value >>> 5) & 7);
      const bits = this.#hot[place] as number;
      const bit = 1 << (value & 31);
      if ((bits & bit) !== 0) return false;
      this.#hot[place] = bits | bit;
      this.#hot[at + countBehind] = (this.#hot[at + countBehind] as number) + 1;
      return true;
    }
    if (kind >= registersKind) {
      this.#addToEstimate(handle, sketch, value);
      return true;
    }
    const wanted = stored(value);
    const mask = (1 << kind) - 1;
    let place = mix(wanted) & mask;
    for (;;) {
      const entry = words[block + place] as number;
      if (entry === wanted) return false;
      if (entry === 0) break;
      place = (place + 1) & mask;
    }
    words[block + place] = wanted;
    const count = (this.#hot[at + countBehind] as number) + 1;
    this.#hot[at + countBehind] = count;
    if (count << 2 > 3 << kind) this.#grow(at, sketch, kind, block);
    return true;
  }

  has(at: number, value: number): boolean {
    const handle = this.#hot[at] as number;
    const kind = kindOf(handle);
    const block = blockOf(handle);
    const { words } = this.#slab;
    // An estimate cannot tell; the caller asks whether an answer belongs to a probe, and it most likely does.
    if (kind >= registersKind) return true;
    if (kind === rangeKind) {
      const bits = this.#hot[at + rangeBehind + 1 + ((value >>> 5) & 7)] as number;
      return (this.#hot[at + rangeBehind] as number) === value >>> 8 && ((bits >>> (value & 31)) & 1) === 1;
    }
    const wanted = stored(value);
    for (let place = mix(wanted) & ((1 << kind) - 1); ; place = (place + 1) & ((1 << kind) - 1)) {
      const entry = words[block + place] as number;
      if (entry === wanted) return true;
      if (entry === 0) return false;
    }
  }

  drop(at: number): void {
    const handle = this.#hot[at] as number;
    if (handle === 0 || handle === sketched || kindOf(handle) === rangeKind) return;
    this.#slab.give(blockOf(handle), kindOf(handle) === registersKind ? this.#registers - 2 : kindOf(handle));
  }

  count(at: number, sketch: number): Distinct {
    const handle = this.#hot[at] as number;
    if (handle === sketched) return { count: Math.max(2, countInSketch(this.#cold, sketch)), exact: false };
    if (kindOf(handle) !== registersKind)
      return { count: this.#hot[at + countBehind] as number, exact: true };
    return { count: countInRegisters(this.#slab.words, blockOf(handle), this.#registers), exact: false };
  }

  /** The values of a set that is no estimate. */
  values(at: number): number[] {
    const handle = this.#hot[at] as number;
    const kind = kindOf(handle);
    const block = blockOf(handle);
    if (handle === 0 || kind >= registersKind) return [];
    if (kind === rangeKind) return rangeValues(this.#hot, at + rangeBehind);
    return Array.from(this.#slab.words.subarray(block, block + (1 << kind))).filter((value) => value !== 0);
  }

  #leaveRange(at: number, sketch: number, value: number): boolean {
    const values = rangeValues(this.#hot, at + rangeBehind);
    this.begin(at);
    for (const held of values) this.add(at, sketch, held);
    return this.add(at, sketch, value);
  }

  #grow(at: number, sketch: number, kind: number, block: number): void {
    if (kind === this.#largest) return this.#toRegisters(at, sketch, kind, block);
    const words = this.#slab.words;
    const next = this.#slab.take(kind + 1);
    if (next === 0) return this.#toSketch(at, sketch, kind, block);
    const mask = (2 << kind) - 1;
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry === 0) continue;
      let place = mix(entry) & mask;
      while ((words[next + place] as number) !== 0) place = (place + 1) & mask;
      words[next + place] = entry;
    }
    this.#slab.give(block, kind);
    this.#hot[at] = handleOf(kind + 1, next);
  }

  #toRegisters(at: number, sketch: number, kind: number, block: number): void {
    const words = this.#slab.words;
    const next = this.#slab.take(this.#registers - 2);
    if (next === 0) return this.#toSketch(at, sketch, kind, block);
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry !== 0) addToRegisters(words, next, this.#registers, entry);
    }
    this.#slab.give(block, kind);
    this.#hot[at] = handleOf(registersKind, next);
  }

  #toSketch(at: number, sketch: number, kind: number, block: number): void {
    const words = this.#slab.words;
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry !== 0) addToSketch(this.#cold, sketch, entry);
    }
    this.#slab.give(block, kind);
    this.#hot[at] = sketched;
  }

  #addToEstimate(handle: number, sketch: number, value: number): void {
    if (handle === sketched) addToSketch(this.#cold, sketch, stored(value));
    else addToRegisters(this.#slab.words, handle & 0xffffff, this.#registers, stored(value));
  }
}

function rangeValues(words: Int32Array, at: number): number[] {
  const prefix = (words[at] as number) << 8;
  const values: number[] = [];
  for (let part = 0; part < 8; part++) {
    const bits = words[at + 1 + part] as number;
    if (bitsIn(bits) === 0) continue;
    for (let bit = 0; bit < 32; bit++)
      if (((bits >>> bit) & 1) === 1) values.push(prefix | (part << 5) | bit);
  }
  return values;
}
