import { known, optionKind, shape, word } from '../record.ts';
import { mayFragment, optionLayout, scaleOf, segmentOf, wordAt } from './fields.ts';
import { sign } from './sign-bits.ts';

const { mss, nop, windowScale, sackOk, timestamp } = optionKind;
const windowsLayout = optionLayout(mss, nop, windowScale, nop, nop, sackOk);
const linuxLayout = optionLayout(mss, sackOk, timestamp, nop, windowScale);
const bsdLayout = optionLayout(mss, nop, windowScale, nop, nop, timestamp, sackOk);

const optionsNeeds = known.ttl | known.optionKinds | known.optionValues;

/** Until 4.0. With window 65535 in a SYN; UDP and ICMP have the id alone, so that several packets are needed. */
export const signZmapIdentification = (has: number, form: number, ip: number): boolean =>
  ip >>> 16 === 54321 && (has & known.ipId) !== 0 && (form & shape.v6) === 0;

/** The option sets of 4.1 and newer, all of window 65535; kernels that send such options set DF. */
export function zmapOptionSigns(
  words: Uint32Array,
  at: number,
  has: number,
  form: number,
  length: number,
): number {
  if ((has & optionsNeeds) !== optionsNeeds || !mayFragment(has, form, length)) return 0;
  const values = wordAt(words, at, word.optionValues);
  if (segmentOf(values) !== 1460) return 0;
  const ttl = (wordAt(words, at, word.ip) >>> 8) & 0xff;
  const kinds = wordAt(words, at, word.optionKinds);
  const scale = scaleOf(values);
  // The default of 4.1.0, which started at TTL 255; all newer ones start at 64, as no Windows does.
  if (kinds === linuxLayout && scale === 7 && (ttl <= 64 || ttl > 128) && hasUnixTime(words, at))
    return 1 << sign.zmapLinux;
  if (ttl > 64) return 0;
  if (kinds === windowsLayout && scale === 8) return 1 << sign.zmapWindows;
  if (kinds === bsdLayout && scale === 6 && hasUnixTime(words, at)) return 1 << sign.zmapBsd;
  return kinds === mss ? 1 << sign.zmapSmallest : 0;
}

/** The timestamp is a time of day after 4.1.0 came out (March 2024) and, as a signed number, before 2038. */
const hasUnixTime = (words: Uint32Array, at: number): boolean =>
  wordAt(words, at, word.timestampEcho) === 0 && wordAt(words, at, word.timestamp) >= 1_710_000_000;
