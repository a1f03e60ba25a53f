import { type AskedWord, likeness } from './likeness.ts';

/** Words under which people look for a port though the registry does not use them. */
export interface SearchHint {
  /** The first is the one the hint is mostly about. */
  readonly ports: readonly number[];
  readonly what: 'dossier' | 'alias';
  /** A dossier's title, or the alias itself. */
  readonly title: string;
  readonly titleWords: readonly string[];
  /** Weaker words: a dossier's summary. */
  readonly otherWords: readonly string[];
}

export interface HintHit {
  readonly hint: SearchHint;
  readonly score: number;
}

const titleWeight = 0.9;
const otherWeight = 0.4;

/** Hints that have a like word for at least half of the asked ones, with their scores. */
export function matchHints(asked: readonly AskedWord[], hints: readonly SearchHint[]): readonly HintHit[] {
  return hints.flatMap((hint) => {
    const values = asked.map((word) =>
      Math.max(best(word, hint.titleWords) * titleWeight, best(word, hint.otherWords) * otherWeight),
    );
    const found = values.filter((value) => value > 0).length;
    if (found * 2 < asked.length || found === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / asked.length;
    const whole = Math.min(1, asked.length / Math.max(1, hint.titleWords.length));
    const exact = asked.map(({ text }) => text).join(' ') === hint.titleWords.join(' ');
    return { hint, score: mean * (found / asked.length) * (exact ? 1.4 : 0.85 + 0.15 * whole) };
  });
}

const best = (asked: AskedWord, words: readonly string[]): number =>
  words.reduce((most, word) => Math.max(most, likeness(asked, word)?.strength ?? 0), 0);
