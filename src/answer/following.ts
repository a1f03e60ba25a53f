import type { Drops, KnockEvent } from '../core/knock.ts';
import type { Analysis, Findings } from '../watch/index.ts';
import { dropEvents } from './drops.ts';

/** Judging thousands of sources takes long: it gets a twentieth of the time at the most. */
const judgedShare = 20;

export interface FollowingOptions {
  readonly analysis: Analysis;
  /** What the kernel could not keep so far. */
  readonly drops: () => Drops | null;
  /** Each state of each event as it comes. */
  readonly tell: (event: KnockEvent) => void;
  /** Microseconds since 1970. */
  readonly now: () => number;
}

/** Turns what a live analysis finds into events, for as long as it runs. */
export class Following {
  readonly #options: FollowingOptions;
  #latest: Findings;
  #judgeAt = Number.NEGATIVE_INFINITY;
  #lost = 0;

  constructor(options: FollowingOptions) {
    this.#options = options;
    this.#latest = options.analysis.findings();
  }

  /** What stood when it was judged last. */
  get latest(): Findings {
    return this.#latest;
  }

  /** To be called about once a second: tells what is new, as often as judging is quick. */
  look(): void {
    if (performance.now() >= this.#judgeAt) this.judge();
    const drops = this.#options.drops();
    if (drops === null || drops.packets === this.#lost) return;
    this.#lost = drops.packets;
    dropEvents(drops).forEach(this.#options.tell);
  }

  judge(): void {
    const { analysis, tell, now } = this.#options;
    const began = performance.now();
    analysis.events(now()).forEach(tell);
    this.#latest = analysis.findings();
    const ended = performance.now();
    this.#judgeAt = ended + judgedShare * (ended - began);
  }

  /** Tells everything to its last packet, and closes what stood. */
  finish(): void {
    this.#options.analysis.events(Number.MAX_SAFE_INTEGER).forEach(this.#options.tell);
  }
}
