import { known, optionKind, word } from '../record.ts';
import { hasAll, segmentIs, wordAt } from './fields.ts';

/** Its default mimicry: MSS 1024 and an MD5 signature in a first SYN, which nobody can have agreed upon. */
export const signUnicornMimic = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.optionKinds) &&
  hasKind(wordAt(words, at, word.optionKinds), optionKind.md5) &&
  segmentIs(words, at, 1024);

function hasKind(kinds: number, kind: number): boolean {
  for (let rest = kinds; rest !== 0; rest >>>= 3) if ((rest & 7) === kind) return true;
  return false;
}
