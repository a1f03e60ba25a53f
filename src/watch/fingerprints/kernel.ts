import { dontFragment, known, optionKind, word } from '../record.ts';
import { hasAll, isV6, lengthAt, wordAt } from './fields.ts';
import { sign } from './sign-bits.ts';

const { mss, nop, windowScale, sackOk, timestamp } = optionKind;
const layout = (kinds: readonly number[]): number =>
  kinds.reduce((all, kind, index) => all | (kind << (index * 3)), 0);
const linux = layout([mss, sackOk, timestamp, nop, windowScale]);
const windows = layout([mss, nop, windowScale, nop, nop, sackOk]);
const windowsWithTimestamp = layout([mss, nop, windowScale, sackOk, timestamp]);
const windowsXp = layout([mss, nop, nop, sackOk]);
const apple = layout([mss, nop, windowScale, nop, nop, timestamp, sackOk]);
const openBsd = layout([mss, nop, nop, sackOk, nop, windowScale, nop, nop, timestamp]);

/** "Do not fragment" is on, as every kernel sets it that looks for the path's MTU; IPv6 has no such bit. */
export const isKernelLike = (words: Uint32Array, at: number): boolean =>
  isV6(words, at) ||
  (hasAll(words, at, known.fragment) && (wordAt(words, at, word.length) & dontFragment) !== 0);

/** The bit of the system family whose kernel orders its options so; 0 where none does. */
export function kernelSign(words: Uint32Array, at: number): number {
  if (!hasAll(words, at, known.optionKinds)) {
    const options = hasAll(words, at, known.length) && lengthAt(words, at) >= (isV6(words, at) ? 68 : 48);
    return options ? 1 << sign.kernelUnread : 0;
  }
  const kinds = wordAt(words, at, word.optionKinds);
  if (kinds === linux) return 1 << sign.kernelLinux;
  if (kinds === windows || kinds === windowsXp) return 1 << sign.kernelWindows;
  if (kinds === apple || kinds === windowsWithTimestamp || kinds === openBsd) return 1 << sign.kernelBsd;
  return 0;
}
