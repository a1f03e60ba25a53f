import { lineFeed, nul } from './ascii.ts';

/** Longer lines are no firewall's: they are counted and passed over without being kept. */
export const longestLine = 64 * 1024;

/** Takes lines without their line feed; the byte at `end` is the line feed and may be read. */
export interface LineConsumer {
  line(bytes: Uint8Array, start: number, end: number): void;
  tooLong(): void;
}

/** Cuts chunks into lines. Only a line that goes on in the next chunk is copied, so memory is bounded by one line. */
export class Lines {
  readonly #consumer: LineConsumer;
  readonly #carry = new Uint8Array(longestLine + 1);
  #held = 0;
  /** The line that is held is too long already; the rest of it is passed over. */
  #skipping = false;

  constructor(consumer: LineConsumer) {
    this.#consumer = consumer;
  }

  push(given: Uint8Array): void {
    const { buffer: memory, byteOffset, byteLength } = given;
    // Buffer's search is memchr, ten times as fast as a typed array's; the parsers want one class of array only.
    const buffer = Buffer.from(memory, byteOffset, byteLength);
    const chunk = new Uint8Array(memory, byteOffset, byteLength);
    let from = 0;
    if (this.#held > 0 || this.#skipping) {
      const end = buffer.indexOf(lineFeed);
      this.#hold(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      this.#release();
      from = end + 1;
    }
    for (let end = buffer.indexOf(lineFeed, from); end >= 0; end = buffer.indexOf(lineFeed, from)) {
      if (end - from > longestLine) from = pastZeros(chunk, from, end);
      if (end - from > longestLine) this.#consumer.tooLong();
      else this.#consumer.line(chunk, from, end);
      from = end + 1;
    }
    if (from < chunk.length) this.#hold(chunk, from, chunk.length);
  }

  /** What is left without a line feed is a line too. True where there was one. */
  end(): boolean {
    if (this.#held === 0 && !this.#skipping) return false;
    this.#release();
    return true;
  }

  #hold(chunk: Uint8Array, start: number, to: number): void {
    if (this.#skipping) return;
    const from = this.#held === 0 ? pastZeros(chunk, start, to) : start;
    if (this.#held + to - from > longestLine) {
      this.#skipping = true;
      return;
    }
    this.#carry.set(chunk.subarray(from, to), this.#held);
    this.#held += to - from;
  }

  #release(): void {
    if (this.#skipping) this.#consumer.tooLong();
    else {
      this.#carry[this.#held] = lineFeed;
      this.#consumer.line(this.#carry, 0, this.#held);
    }
    this.#held = 0;
    this.#skipping = false;
  }
}

/** A crash leaves blocks of zeros, of any length, in front of the line that was written next. */
function pastZeros(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === nul) at++;
  return at;
}
