import { known, word } from '../record.ts';
import { hasAll, headerIs, windowAt, wordAt } from './fields.ts';

/** Window 14600 without options and a half of the sequence number zero; with options it is an old Linux kernel. */
export const signHajimeWindow = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.window | known.sequence) &&
  windowAt(words, at) === 14600 &&
  ((wordAt(words, at, word.sequence) & 0xffff) === 0 || wordAt(words, at, word.sequence) >>> 16 === 0) &&
  headerIs(words, at, 20);
