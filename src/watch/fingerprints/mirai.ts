import { known, shape, word } from '../record.ts';
import { hasAll, headerIs, wordAt } from './fields.ts';

/** sequence = destination, in a header without options. */
export const signMiraiRelation = (words: Uint32Array, at: number): boolean =>
  wordAt(words, at, word.sequence) === wordAt(words, at, word.destination) &&
  hasAll(words, at, known.sequence) &&
  (wordAt(words, at, word.shape) & shape.v6) === 0 &&
  headerIs(words, at, 20);
