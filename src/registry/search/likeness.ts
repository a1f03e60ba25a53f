import { EditDistance } from './distance.ts';
import { signatureOf } from './tokens.ts';

/** How a word of the question was found. */
export const matchKinds = ['the same', 'begins so', 'contains it', 'nearly'] as const;

export type MatchKind = (typeof matchKinds)[number];

export interface Likeness {
  readonly kind: MatchKind;
  /** 0 to 1. */
  readonly strength: number;
}

/** A question's word made ready: so many edits may separate it from a word that is meant. */
export interface AskedWord {
  readonly text: string;
  readonly signature: number;
  /** 0 below four letters, where nearly every word would be near; 1 to six; else 2. */
  readonly edits: number;
}

export const askedWord = (text: string): AskedWord => ({
  text,
  signature: signatureOf(text),
  edits: /^\d+$/.test(text) || text.length < 4 ? 0 : text.length < 7 ? 1 : 2,
});

const editDistance = new EditDistance();

/** How alike a word of the vocabulary is to the asked one; null where it is not. */
export function likeness(asked: AskedWord, word: string): Likeness | null {
  const { text, edits } = asked;
  if (word === text) return { kind: 'the same', strength: 1 };
  if (word.startsWith(text) && text.length >= 2) {
    return { kind: 'begins so', strength: 0.5 + (0.4 * text.length) / word.length };
  }
  if (edits > 0 && beginsNearly(text, word)) {
    const { whole, beginning } = editDistance.between(text, word, edits);
    if (whole <= edits) return { kind: 'nearly', strength: 0.85 - 0.2 * whole };
    if (text.length >= 5 && beginning <= edits) {
      return { kind: 'nearly', strength: 0.3 + (0.25 * text.length) / word.length - 0.1 * (beginning - 1) };
    }
  }
  if (text.length >= 3 && word.includes(text)) {
    return { kind: 'contains it', strength: 0.2 + (0.3 * text.length) / word.length };
  }
  return null;
}

/** A slip hits the first letter seldom, and then drops, doubles or swaps it. */
const beginsNearly = (asked: string, word: string): boolean =>
  word[0] === asked[0] || word[0] === asked[1] || word[1] === asked[0];
