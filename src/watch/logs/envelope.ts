/*
 * What stands between the stamp and the firewall's own words:
 *
 *   RFC 3164   ` host kernel: [463490.251762] PREFIX IN=`, ` host filterlog[72237]: `, or no host at all
 *   RFC 5424   ` host kernel 0 - [UFW BLOCK] IN=`, ` host filterlog 69805 - [meta sequenceId="1"] `
 *
 * Text that strangers choose gets into the lines of other programs (a user name that sshd refuses, a name that a
 * resolver was asked for): `Invalid user IN=eth0 OUT= SRC=...` would be a knock that nobody made. So firewall words
 * count only where no other program with a process number stands before them.
 */
import { bytesOf, closeSquare, colon, isDigit, openSquare, space } from './ascii.ts';
import type { Line } from './line.ts';

/**
 * True where, between two positions, a program other than the one allowed speaks: `sshd[123]: `, or in RFC 5424
 * `sshd 123 - `. `allowed` lists the programs that may have a process number.
 */
export function spokenByAnother(
  line: Line,
  from: number,
  to: number,
  allowed: readonly Uint8Array[],
): boolean {
  let words = 0;
  for (let at = from; at < to; at++) {
    const byte = line.byte(at);
    if (byte === openSquare && at > from) {
      const end = digitsEnd(line, at + 1, to);
      if (end > at + 1 && end + 1 < to && line.byte(end) === closeSquare && line.byte(end + 1) === colon) {
        return !allowedBefore(line, from, at, allowed);
      }
    } else if (byte === space && at > from && line.byte(at - 1) !== space) {
      // ` HOST APP 123 ID `: a number alone as the third word is RFC 5424's process number.
      if (++words !== 2) continue;
      const end = digitsEnd(line, at + 1, to);
      if (end > at + 1 && end < to && line.byte(end) === space)
        return !allowedBefore(line, from, at, allowed);
    }
  }
  return false;
}

function digitsEnd(line: Line, from: number, to: number): number {
  let at = from;
  while (at < to && isDigit(line.byte(at))) at++;
  return at;
}

function allowedBefore(line: Line, from: number, at: number, allowed: readonly Uint8Array[]): boolean {
  let start = at;
  while (start > from && line.byte(start - 1) !== space) start--;
  return allowed.some((name) => name.length === at - start && line.has(name, start));
}

export const programs = (...names: string[]): readonly Uint8Array[] => names.map(bytesOf);
