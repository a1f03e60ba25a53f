import { colon, dot, hexDigit, nine, percent, zero } from './ascii.ts';
import type { Line } from './line.ts';

/** What stood at the line's position: 4, 6, or 0 for no address. */
export type Family = 0 | 4 | 6;

/**
 * Reads an address into words (one for IPv4, four for IPv6, in host order) and goes behind it. What follows it is
 * the caller's to check. Where it is none the position stays.
 */
export function readAddress(line: Line, words: Uint32Array, index: number): Family {
  const { bytes, at: start } = line;
  let at = start;
  let value = 0;
  let octets = 0;
  for (;;) {
    let octet = 0;
    const first = at;
    let byte = bytes[at] as number;
    while (byte >= zero && byte <= nine && at - first < 4) {
      octet = octet * 10 + byte - zero;
      byte = bytes[++at] as number;
    }
    if (at === first || octet > 255 || at - first > 3) break;
    value = (value << 8) | octet;
    if (++octets === 4) {
      words[index] = value;
      line.at = at;
      return 4;
    }
    if (byte !== dot) break;
    at++;
  }
  return octets <= 1 ? readIPv6(line, words, index) : 0;
}

/** RFC 4291 section 2.2, all three forms, and a zone behind it (`%eth0`), which is passed over. */
function readIPv6(line: Line, words: Uint32Array, index: number): Family {
  const start = line.at;
  let at = start;
  let count = 0;
  let gap = -1;
  groups.fill(0);
  if (line.byte(at) === colon) {
    if (at + 1 >= line.end || line.byte(at + 1) !== colon) return 0;
    gap = 0;
    at += 2;
  }
  while (count < 8) {
    const first = at;
    let group = 0;
    let digit = hexDigit(line.byte(at));
    while (digit >= 0 && at - first < 5) {
      group = (group << 4) | digit;
      digit = hexDigit(line.byte(++at));
    }
    if (at === first) break;
    if (at - first > 4) return 0;
    if (line.byte(at) === dot) {
      // pf's `fe80::1.546` has its port there: then the digits are a group.
      const behind = embedded(line, first, count);
      if (behind >= 0) {
        at = behind;
        count += 2;
      } else groups[count++] = group;
      break;
    }
    groups[count++] = group;
    if (line.byte(at) !== colon) break;
    // A colon that no group follows is the separator of a port or the end of a sentence.
    const next = line.byte(at + 1);
    if (next === colon) {
      if (gap >= 0) return 0;
      gap = count;
      at += 2;
    } else if (hexDigit(next) >= 0 && count < 8) at++;
    else break;
  }
  if (gap < 0 ? count !== 8 : count > 7) return 0;
  if (gap >= 0) spread(count, gap);
  for (let word = 0; word < 4; word++) {
    words[index + word] = ((groups[word * 2] as number) << 16) | (groups[word * 2 + 1] as number);
  }
  if (line.byte(at) === percent) while (at < line.end && isZoneByte(line.byte(at))) at++;
  line.at = at;
  return 6;
}

const groups = new Uint16Array(8);

/** `::ffff:192.0.2.1`: the last two groups in dotted form. Gives the position behind it, -1 where it is none. */
function embedded(line: Line, first: number, count: number): number {
  if (count > 6) return -1;
  const before = line.at;
  line.at = first;
  let octets = 0;
  let value = 0;
  while (octets < 4) {
    const octet = line.uint();
    if (octet < 0 || octet > 255) break;
    value = (value << 8) | octet;
    if (++octets < 4 && line.byte(line.at) !== dot) break;
    if (octets < 4) line.at++;
  }
  const end = line.at;
  line.at = before;
  if (octets < 4) return -1;
  groups[count] = value >>> 16;
  groups[count + 1] = value & 0xffff;
  return end;
}

/** Moves the groups behind `::` to the end. */
function spread(count: number, gap: number): void {
  const behind = count - gap;
  for (let index = 1; index <= behind; index++) groups[8 - index] = groups[count - index] as number;
  for (let index = gap; index < 8 - behind; index++) groups[index] = 0;
}

const isZoneByte = (byte: number): boolean =>
  byte === percent ||
  byte === dot ||
  (byte >= zero && byte <= nine) ||
  ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
