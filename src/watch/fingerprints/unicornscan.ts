import { known, optionKind } from '../record.ts';
import { segmentOf } from './fields.ts';

const needs = known.optionKinds | known.optionValues;

/** Its default mimicry: MSS 1024 and an MD5 signature in a first SYN, which nobody can have agreed upon. */
export const signUnicornMimic = (has: number, kinds: number, values: number): boolean =>
  segmentOf(values) === 1024 && (has & needs) === needs && hasKind(kinds, optionKind.md5);

function hasKind(kinds: number, kind: number): boolean {
  for (let rest = kinds; rest !== 0; rest >>>= 3) if ((rest & 7) === kind) return true;
  return false;
}
