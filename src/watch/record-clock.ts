import type { Batch } from './record.ts';

/**
 * The time that it is in a story which is read as it grows: that of its newest record, and what has passed here since
 * that came. By the clock on the wall everything in an old log would long be over while it is still being read.
 */
export class RecordClock {
  #newest = Number.NEGATIVE_INFINITY;
  #known = Number.NEGATIVE_INFINITY;
  #knownAt = 0;

  saw({ times, size }: Batch): void {
    for (let index = 0; index < size; index++) {
      const time = times[index] as number;
      if (time > this.#newest) this.#newest = time;
    }
  }

  /** Never later than the wall's: a stamp from the future ends nothing. */
  now(wall: number): number {
    if (this.#newest > this.#known) {
      this.#known = this.#newest;
      this.#knownAt = wall;
    }
    return this.#known === Number.NEGATIVE_INFINITY
      ? wall
      : Math.min(wall, this.#known + wall - this.#knownAt);
  }
}
