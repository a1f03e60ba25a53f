import type { SearchIndex } from './index-read.ts';
import { type AskedWord, askedWord } from './likeness.ts';
import { scoreOf, WordHits } from './score.ts';
import { cutToken } from './tokens.ts';

export interface RankedDocument {
  readonly document: number;
  readonly score: number;
  /** Where the words were found, such as "name: begins so". */
  readonly why: string;
}

const wellKnown = 1024;

/**
 * The documents that have words of the question, best first. Words that together are a name ("ms wbt server")
 * find it whole.
 * @param explained ports that have a dossier: the ones people meet
 */
export function rankDocuments(
  asked: readonly AskedWord[],
  index: SearchIndex,
  explained: ReadonlySet<number>,
  most: number,
): readonly RankedDocument[] {
  const joined = cutToken(asked.map(({ text }) => text).join(''));
  const words = asked.map((word) => new WordHits(word, index));
  const whole = asked.length > 1 ? new WordHits(askedWord(joined), index) : (words[0] ?? null);
  const scored: { document: number; score: number }[] = [];
  for (let document = 0; document < index.documentCount; document++) {
    const asName = whole?.isName(document) ? (whole.values[document] ?? 0) : 0;
    const score = Math.max(scoreOf(document, words), asName);
    if (score === 0) continue;
    const exact = asName > 0 && whole?.kind(document) === 'the same' ? 1.4 : 1;
    const known = explained.has(index.from(document)) ? 1.25 : 1;
    scored.push({
      document,
      score: score * exact * known * standing(document, index, joined.length, asked.length),
    });
  }
  scored.sort((a, b) => b.score - a.score || a.document - b.document);
  return scored.slice(0, most).map(({ document, score }) => {
    return { document, score, why: whyFound(document, words, whole) };
  });
}

/** Among equals: the shorter name, the fuller description, the well-known port; names without a port last. */
function standing(document: number, index: SearchIndex, letters: number, words: number): number {
  const packed = index.standing(document);
  const [transports, nameLength, descriptionWords] = [
    packed & 255,
    (packed >> 8) & 255,
    (packed >> 16) & 255,
  ];
  const fuller = 1 + 0.1 * Math.min(1, words / Math.max(1, descriptionWords));
  const shorter = 1 + 0.1 * Math.min(1, letters / Math.max(1, nameLength));
  const place = transports === 0 ? 0.85 : index.from(document) < wellKnown ? 1.05 : 1;
  return fuller * shorter * place;
}

function whyFound(document: number, words: readonly WordHits[], whole: WordHits | null): string {
  if (whole?.isName(document)) return whole.describe(document);
  const values = words.map(({ values: of }) => of[document] ?? 0);
  return words[values.indexOf(Math.max(...values))]?.describe(document) ?? 'description';
}
