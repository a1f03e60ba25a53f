import { endianness } from 'node:os';
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
  /** The words, three numbers each; a loop over all of them is in every question. */
  readonly #words: Uint32Array;
  readonly wordCount: number;
  readonly documentCount: number;
  readonly #postingsAt: number;
  readonly #documentsAt: number;
  readonly #lettersAt: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.wordCount = bytes.readUInt32LE(0);
    this.documentCount = bytes.readUInt32LE(4);
    this.#words = numbersOf(
      bytes.subarray(searchPreamble, searchPreamble + (this.wordCount + 1) * wordLength),
    );
    this.#postingsAt = searchPreamble + (this.wordCount + 1) * wordLength;
    this.#documentsAt = this.#postingsAt + bytes.readUInt32LE(8) * postingLength;
    this.#lettersAt = this.#documentsAt + this.documentCount * documentLength;
  }

  word(number: number): string {
    const [start, end] = [this.#offset(number), this.#offset(number + 1)];
    return this.#bytes.toString('latin1', this.#lettersAt + start, this.#lettersAt + end);
  }

  /**
   * Words that may be the asked one but for some edits, or hold it: long enough, and lacking at most so many of
   * its letters. Most words are ruled out here, before any is decoded.
   */
  candidates(signature: number, size: number, edits: number): readonly number[] {
    const words = this.#words;
    const found: number[] = [];
    for (let number = 0, at = 0; number < this.wordCount; number++, at += 3) {
      let lacking = signature & ~(words[at + 2] ?? 0);
      for (let left = edits; left > 0 && lacking !== 0; left--) lacking &= lacking - 1;
      if (lacking === 0 && (words[at + 3] ?? 0) - (words[at] ?? 0) + edits >= size) found.push(number);
    }
    return found;
  }

  /** How many documents have the word. */
  documentFrequency(word: number): number {
    return this.firstPosting(word + 1) - this.firstPosting(word);
  }

  /** Where the word's postings start; they end where the next word's start. */
  firstPosting(word: number): number {
    return this.#words[word * 3 + 1] ?? 0;
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
    return this.#words[word * 3] ?? 0;
  }
}

/** A copy as numbers, the right way round on machines of either order. */
function numbersOf(bytes: Buffer): Uint32Array {
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  if (endianness() === 'BE') copy.swap32();
  return new Uint32Array(copy.buffer, copy.byteOffset, copy.length / 4);
}
