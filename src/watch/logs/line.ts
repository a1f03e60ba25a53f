import { hexDigit, nine, space, zero } from './ascii.ts';

/**
 * A cursor on one line of a bigger buffer. The byte at `end` belongs to the buffer and is no part of any field (a
 * line feed or carriage return), so that a field's loop ends there by itself. Nothing is copied, nothing thrown.
 */
export class Line {
  bytes: Uint8Array = new Uint8Array(1);
  at = 0;
  end = 0;

  set(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** The byte at a position of the line, its end included. */
  byte(at: number): number {
    return this.bytes[at] as number;
  }

  /** Decimal digits up to 2^32 - 1; -1 where there is none or too many, `at` then stands behind the digits. */
  uint(): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let value = 0;
    let byte = bytes[at] as number;
    while (byte >= zero && byte <= nine && at - start < 11) {
      value = value * 10 + byte - zero;
      byte = bytes[++at] as number;
    }
    this.at = at;
    return at === start || value > 0xffff_ffff ? -1 : value;
  }

  /** Hexadecimal digits, with or without 0x, up to 2^32 - 1; -1 else. */
  hex(): number {
    if (this.byte(this.at) === zero && (this.byte(this.at + 1) | 0x20) === 0x78) this.at += 2;
    const start = this.at;
    let value = 0;
    let digit = hexDigit(this.byte(this.at));
    while (digit >= 0 && this.at - start < 9) {
      value = value * 16 + digit;
      digit = hexDigit(this.byte(++this.at));
    }
    return this.at === start || value > 0xffff_ffff ? -1 : value;
  }

  /** Two decimal digits at a position; -1 where they are none. */
  twoDigits(at: number): number {
    if (at + 1 >= this.end) return -1;
    const tens = this.byte(at) - zero;
    const ones = this.byte(at + 1) - zero;
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
  }

  /** True where these bytes stand at a position, inside the line. */
  has(word: Uint8Array, at: number): boolean {
    if (at < 0 || at + word.length > this.end) return false;
    for (let index = 0; index < word.length; index++) {
      if (this.bytes[at + index] !== word[index]) return false;
    }
    return true;
  }

  /** The first place of these bytes from a position on; -1 where they are not in the line. */
  find(word: Uint8Array, from: number): number {
    const last = this.end - word.length;
    const first = word[0] as number;
    for (let at = from; at <= last; at++) {
      if (this.bytes[at] === first && this.has(word, at)) return at;
    }
    return -1;
  }

  /** The next place of a byte; the line's end where it is not there. */
  next(byte: number, from: number): number {
    let at = from;
    while (at < this.end && this.bytes[at] !== byte) at++;
    return at;
  }

  skipSpaces(): void {
    while (this.at < this.end && this.bytes[this.at] === space) this.at++;
  }

  /** Text for names that are kept; each byte a letter, so that nothing is lost or refused. */
  text(from: number, to: number): string {
    let text = '';
    for (let at = from; at < to; at++) text += String.fromCharCode(this.byte(at));
    return text;
  }
}
