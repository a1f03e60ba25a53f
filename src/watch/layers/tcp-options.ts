/*
 * TCP options, RFC 9293 and 7323: u8 kind, and but for 0 (end) and 1 (nop) u8 length with these two, value.
 *
 *  2  be16 maximum segment size    3  u8 window scale    4  sackOK    8  be32 timestamp, be32 echo    19 md5
 */
import { optionBit, optionKind } from '../record.ts';
import { atOptionKinds, atOptionValues, atTimestamp, atTimestampEcho } from '../record-words.ts';

/** Octal digits that word 16 has room for. */
const mostKinds = 10;

/** A kind's digit is only its own where the length is right. */
const lengthOf = new Uint8Array(256);
const digitOf = new Uint8Array(256).fill(optionKind.other);
for (const [kind, length, digit] of [
  [2, 4, optionKind.mss],
  [3, 3, optionKind.windowScale],
  [4, 2, optionKind.sackOk],
  [8, 10, optionKind.timestamp],
  [19, 18, optionKind.md5],
] as const) {
  lengthOf[kind] = length;
  digitOf[kind] = digit;
}

/** Writes the option words of the record at `at`; all of from..to was captured. */
export function decodeTcpOptions(
  words: Uint32Array,
  at: number,
  view: DataView,
  from: number,
  to: number,
): void {
  let kinds = 0;
  let values = 0;
  let count = 0;
  let p = from;
  while (p < to) {
    const kind = view.getUint8(p);
    if (kind === 0) break;
    if (count === mostKinds) {
      values |= optionBit.more;
      break;
    }
    let digit: number = optionKind.nop;
    let length = 1;
    if (kind !== 1) {
      length = p + 1 < to ? view.getUint8(p + 1) : 0;
      if (length < 2 || length > to - p) {
        values |= optionBit.more;
        break;
      }
      digit = length === lengthOf[kind] ? (digitOf[kind] ?? 0) : optionKind.other;
      if (digit === optionKind.mss) {
        values = (values & 0xffff) | (view.getUint16(p + 2) << 16) | optionBit.hasMss;
      } else if (digit === optionKind.windowScale) {
        values = (values & ~0xff00) | (view.getUint8(p + 2) << 8) | optionBit.hasWindowScale;
      } else if (digit === optionKind.timestamp) {
        words[at + atTimestamp] = view.getUint32(p + 2);
        words[at + atTimestampEcho] = view.getUint32(p + 6);
        values |= optionBit.hasTimestamp;
      }
    }
    kinds |= digit << (count * 3);
    count++;
    p += length;
  }
  words[at + atOptionKinds] = kinds;
  words[at + atOptionValues] = values;
}
