import type { Batch } from '../record.ts';
import { combine } from './hash.ts';
import type { Limits } from './limits.ts';
import { hotRecords, hotShift } from './source-layout.ts';
import type { Sources } from './sources.ts';
import { TagFilter } from './tag-filter.ts';

/** How much of the table new sources may fill at once; above it a source is admitted at its second packet. */
const relaxedShare = 0.8;
/** Microseconds after which a source with a single packet gives its place to a new one, above that share. */
const singleAge = 60e6;
/** Sources looked at to find the one that goes: the one with fewest records (by powers of two), then the oldest. */
const looked = 16;
/** Slots looked at for single old ones whenever a new source must wait. */
const swept = 2;

/**
 * Who gets a place in the table of sources. While there is room everybody; near the ceiling a source that is seen for
 * the first time waits in a table of tags, so that a flood of forged sources, each seen once, displaces nobody.
 */
export class Admission {
  /** Packets of sources that got no place. */
  held = 0;
  heldFirst = Number.POSITIVE_INFINITY;
  heldLast = Number.NEGATIVE_INFINITY;
  /** Sources whose place was taken by another. */
  displaced = 0;
  readonly #sources: Sources;
  readonly #waiting: TagFilter;
  readonly #relaxed: number;
  readonly #leaving: (slot: number) => void;
  #hand = 0;

  /** `leaving` is told of a source before its place is taken. */
  constructor(sources: Sources, limits: Limits, leaving: (slot: number) => void) {
    this.#sources = sources;
    this.#waiting = new TagFilter(limits.probation);
    this.#relaxed = Math.floor(limits.sources * relaxedShare);
    this.#leaving = leaving;
  }

  /** Whether there is room for every new source. */
  get isRelaxed(): boolean {
    return this.#sources.used < this.#relaxed;
  }

  get memory(): number {
    return this.#waiting.held;
  }

  /** The slot of a new source; -1 where it must wait. */
  admit(
    batch: Batch,
    index: number,
    key: number,
    tag: number,
    port: number,
    target: number,
    interfaceNumber: number,
  ): number {
    const sources = this.#sources;
    if (!this.isRelaxed && !this.#mayEnter(batch.times[index] as number, key, tag)) return -1;
    return sources.admit(batch, index, key, tag, port, target, interfaceNumber);
  }

  #mayEnter(time: number, key: number, tag: number): boolean {
    if (this.#waiting.add(combine(key, tag))) {
      if (this.#sources.isFull) this.#displace();
      return true;
    }
    if (this.#sweep(time)) return true;
    this.held += 1;
    if (time < this.heldFirst) this.heldFirst = time;
    if (time > this.heldLast) this.heldLast = time;
    return false;
  }

  /** True where an old source of a single packet made room. */
  #sweep(time: number): boolean {
    const sources = this.#sources;
    for (let step = 0; step < swept; step++) {
      const slot = this.#next();
      const h = slot << hotShift;
      if ((sources.hot[h + hotRecords] as number) !== 1) continue;
      if (!(time - (sources.times[h >>> 1] as number) > singleAge)) continue;
      this.#take(slot);
      return true;
    }
    return false;
  }

  #displace(): void {
    const sources = this.#sources;
    let chosen = -1;
    let chosenWeight = Number.POSITIVE_INFINITY;
    let chosenTime = 0;
    for (let step = 0; step < looked; step++) {
      const slot = this.#next();
      const h = slot << hotShift;
      const weight = 32 - Math.clz32(sources.hot[h + hotRecords] as number);
      const time = sources.times[h >>> 1] as number;
      if (weight > chosenWeight || (weight === chosenWeight && time >= chosenTime)) continue;
      chosen = slot;
      chosenWeight = weight;
      chosenTime = time;
    }
    this.#take(chosen);
  }

  #take(slot: number): void {
    this.#leaving(slot);
    this.#sources.remove(slot);
    this.displaced += 1;
  }

  #next(): number {
    this.#hand = this.#hand + 1 >= this.#sources.top ? 0 : this.#hand + 1;
    return this.#hand;
  }
}
