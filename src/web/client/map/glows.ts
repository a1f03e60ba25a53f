/** How long a knock is seen, in milliseconds. */
const fading = 1800;
/** A port that is knocked at without end glows once in so long: it never flickers. */
export const rest = 1000;
const most = 4096;

/** Ports that were knocked at just now. */
export class Glows {
  readonly #since = new Map<number, number>();

  light(port: number, now: number): void {
    const since = this.#since.get(port);
    if (since !== undefined && now - since < rest) return;
    // Under a flood the picture's own colours tell it; rings are for what one can still follow.
    if (since === undefined && this.#since.size >= most) return;
    this.#since.set(port, now);
  }

  clear(): void {
    this.#since.clear();
  }

  get any(): boolean {
    return this.#since.size > 0;
  }

  /** Those still seen, each with how much of its time has passed (0 to 1); the others are forgotten. */
  *seen(now: number): Generator<readonly [port: number, share: number]> {
    for (const [port, since] of this.#since) {
      const share = (now - since) / fading;
      if (share >= 1) this.#since.delete(port);
      else yield [port, Math.max(0, share)];
    }
  }
}
