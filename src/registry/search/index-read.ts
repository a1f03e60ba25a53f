import { transportsOfBits } from '../table/record-text.ts';
import type { Transport } from '../../core/transport.ts';
import { documentLength, postingLength, searchPreamble, wordLength } from './index-layout.ts';

export interface FoundDocument {
  readonly record: number;
  /** null for a service name without a port. */
  readonly ports: { readonly from: number; readonly to: number } | null;
  readonly transports: readonly Transport[];
}

/** The search section of a table, read in place: nothing is parsed but what a question touches. */
export class SearchIndex {
  readonly #bytes: Buffer;
  readonly wordCount: number;
  readonly documentCount: number;
  readonly #postingsAt: number;
  readonly #documentsAt: number;
  readonly #lettersAt: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.wordCount = bytes.readUInt32LE(0);
    this.documentCount = bytes.readUInt32LE(4);
    this.#postingsAt = searchPreamble + (this.wordCount + 1) * wordLength;
    this.#documentsAt = this.#postingsAt + bytes.readUInt32LE(8) * postingLength;
    this.#lettersAt = this.#documentsAt + this.documentCount * documentLength;
  }

  word(number: number): string {
    const [start, end] = [this.#offset(number), this.#offset(number + 1)];
    return this.#bytes.toString('latin1', this.#lettersAt + start, this.#lettersAt + end);
  }

  wordSize(number: number): number {
    return this.#offset(number + 1) - this.#offset(number);
  }

  signature(number: number): number {
    return this.#bytes.readUInt32LE(searchPreamble + number * wordLength + 8);
  }

  /** The first word that is not before the given one. */
  firstNotBefore(word: string): number {
    let [low, high] = [0, this.wordCount];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.word(middle) < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many documents have the word. */
  documentFrequency(word: number): number {
    return this.firstPosting(word + 1) - this.firstPosting(word);
  }

  /** Where the word's postings start; they end where the next word's start. */
  firstPosting(word: number): number {
    return this.#bytes.readUInt32LE(searchPreamble + word * wordLength + 4);
  }

  /** A document's number * 4 + its field. */
  posting(number: number): number {
    return this.#bytes.readUInt32LE(this.#postingsAt + number * postingLength);
  }

  /** Transport bits, letters of the name and words of the description, from the lowest byte up. */
  standing(number: number): number {
    return this.#bytes.readUInt32LE(this.#documentsAt + number * documentLength + 8);
  }

  /** The first port of a document. */
  from(number: number): number {
    return this.#bytes.readUInt16LE(this.#documentsAt + number * documentLength + 4);
  }

  document(number: number): FoundDocument {
    const at = this.#documentsAt + number * documentLength;
    const bits = this.#bytes.readUInt8(at + 8);
    const span = { from: this.#bytes.readUInt16LE(at + 4), to: this.#bytes.readUInt16LE(at + 6) };
    return {
      record: this.#bytes.readUInt32LE(at),
      ports: bits === 0 ? null : span,
      transports: transportsOfBits(bits),
    };
  }

  #offset(word: number): number {
    return this.#bytes.readUInt32LE(searchPreamble + word * wordLength);
  }
}
