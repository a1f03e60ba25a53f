import type { Collector } from './collector.ts';

/**
 * Bytes that a lost reader of captures looks at one by one before it gives the rest up: at some 40 MB/s these take
 * six seconds. Zeros are passed over quickly and not counted. Higher: more of a badly damaged file is found again,
 * and rubbish takes longer.
 */
const usuallySearched = 1 << 28;

const gaveUp = 'more damage than is searched through: the rest was not looked at';

/** Where a run of zeros ends that begins at `from`, to within three bytes before its end. */
export function pastZeros(view: DataView, from: number, to: number): number {
  let at = from;
  while (at + 4 <= to && view.getUint32(at) === 0) at += 4;
  return at;
}

/** Where a reader of captures lost its way, and how it finds back. */
export class Search {
  /** Looking for what follows the damage. */
  lost = false;
  /** Offset of the damage in the input. */
  at = 0;
  /** It looked at so much that it gave up: the rest is not read. */
  gaveUp = false;
  readonly #collector: Collector;
  readonly #what: string;
  readonly #most: number;
  #looked = 0;

  /** `what` it looks for, for the notes: `packet`. */
  constructor(collector: Collector, what: string, most = usuallySearched) {
    this.#collector = collector;
    this.#what = what;
    this.#most = most;
  }

  begin(offset: number): void {
    this.lost = true;
    this.at = offset;
  }

  /** Whether so much was looked at already that it gives up, at `offset`. */
  isSpent(offset: number): boolean {
    if (this.#looked < this.#most) return false;
    this.lost = false;
    this.gaveUp = true;
    this.#collector.damaged = true;
    this.#collector.skip(gaveUp, offset);
    return true;
  }

  /** One more place was looked at. */
  look(): void {
    this.#looked++;
  }

  foundAt(offset: number): void {
    this.lost = false;
    this.#collector.note(
      `damage at offset ${this.at}: ${offset - this.at} bytes passed over until ${this.#what}s went on`,
    );
  }

  /** The input ended before it found back. */
  end(): void {
    if (this.lost)
      this.#collector.note(`nothing that looks like a ${this.#what} follows the damage at offset ${this.at}`);
  }
}
