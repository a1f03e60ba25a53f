import { fields } from './index-layout.ts';
import type { SearchIndex } from './index-read.ts';
import { type AskedWord, likeness, type MatchKind, matchKinds } from './likeness.ts';

/** A word in a name says more than one in a description, and the whole name says most; as in `fields`. */
const fieldWeight = [0.6, 0.75, 1] as const;

/** Words that nearly every description has decide little: from 0.35 (in all) to 1 (in one). */
const rarity = (having: number, all: number): number =>
  0.35 + (0.65 * Math.log1p(all / Math.max(1, having))) / Math.log1p(all);

/** For one word of the question: how well each document has it, and where. */
export class WordHits {
  /** By document number; 0 = not at all. */
  readonly values: Float64Array;
  readonly #places: Uint8Array;

  constructor(asked: AskedWord, index: SearchIndex) {
    this.values = new Float64Array(index.documentCount);
    this.#places = new Uint8Array(index.documentCount);
    for (const number of index.candidates(asked.signature, asked.text.length, asked.edits)) {
      const like = likeness(asked, index.word(number));
      if (like === null) continue;
      const weight = like.strength * rarity(index.documentFrequency(number), index.documentCount);
      this.#spread(number, weight, matchKinds.indexOf(like.kind), index);
    }
  }

  isName(document: number): boolean {
    return (this.values[document] ?? 0) > 0 && ((this.#places[document] ?? 0) & 3) === 2;
  }

  kind(document: number): MatchKind {
    return matchKinds[(this.#places[document] ?? 0) >> 2] ?? 'nearly';
  }

  /** In plain words, such as "name: begins so". */
  describe(document: number): string {
    const field = fields[(this.#places[document] ?? 0) & 3];
    return `${field === 'description' ? 'description' : 'name'}: ${this.kind(document)}`;
  }

  #spread(word: number, weight: number, kind: number, index: SearchIndex): void {
    const end = index.firstPosting(word + 1);
    for (let posting = index.firstPosting(word); posting < end; posting++) {
      const value = index.posting(posting);
      const [document, field] = [value >>> 2, value & 3];
      const found = weight * (fieldWeight[field] ?? 0);
      if (found <= (this.values[document] ?? 0)) continue;
      this.values[document] = found;
      this.#places[document] = field | (kind << 2);
    }
  }
}

/** The mean over the words of a question; a document that lacks a word counts far less. */
export function scoreOf(document: number, words: readonly WordHits[]): number {
  let [sum, found] = [0, 0];
  for (const { values } of words) {
    const value = values[document] ?? 0;
    sum += value;
    if (value > 0) found++;
  }
  return (sum * found) / (words.length * words.length);
}
