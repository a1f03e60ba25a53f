import { known } from '../record.ts';
import { hasAll, headerIs, mayFragment, windowAt } from './fields.ts';

/** A bare header with window 512 (the default of versions 2 and 3) or 64 (the default that its manual states). */
export const signHpingWindow = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.window) &&
  (windowAt(words, at) === 512 || windowAt(words, at) === 64) &&
  mayFragment(words, at) &&
  headerIs(words, at, 20);
