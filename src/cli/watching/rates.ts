/** Seconds that are kept: as many as the widest screen shows. */
const kept = 300;

/** Packets in each second, out of a count that only grows. */
export class Rates {
  #all: number[] = [];
  #last = 0;

  get all(): readonly number[] {
    return this.#all;
  }

  add(total: number): void {
    this.#all.push(Math.max(0, total - this.#last));
    if (this.#all.length > kept) this.#all = this.#all.slice(-kept);
    this.#last = total;
  }
}
