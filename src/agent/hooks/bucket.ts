/** So many at once, and after that so many a minute. Time comes in, in microseconds. */
export class Bucket {
  readonly #burst: number;
  readonly #each: number;
  #level: number;
  #at: number | null = null;

  constructor(perMinute: number, burst = perMinute) {
    this.#burst = burst;
    this.#each = perMinute / 60e6;
    this.#level = burst;
  }

  take(now: number): boolean {
    // A clock that is set back fills nothing, and one that is set on no more than there is room.
    const passed = this.#at === null ? 0 : Math.max(0, now - this.#at);
    this.#at = now;
    this.#level = Math.min(this.#burst, this.#level + passed * this.#each);
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }
}
