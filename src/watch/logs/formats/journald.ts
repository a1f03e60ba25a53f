/*
 * journalctl -o json: one JSON object a line. Read are
 *
 *   MESSAGE               text, or an array of bytes where it is no UTF-8, or null where it was too long to show
 *   __REALTIME_TIMESTAMP  microseconds since 1970, as text
 *   _TRANSPORT            "kernel" for what the kernel said itself
 *   SYSLOG_IDENTIFIER     ulogd may speak for the kernel
 *
 * A field with several values is an array of texts; its first counts. Only these four are decoded, the others passed
 * over, so that an entry of twenty fields costs little more than its length.
 */
import {
  backslash,
  bytesOf,
  closeSquare,
  colon,
  comma,
  hexDigit,
  isDigit,
  lineFeed,
  openCurly,
  openSquare,
  quote,
} from '../ascii.ts';
import type { Context } from '../format.ts';
import { type Line } from '../line.ts';
import { longestLine } from '../lines.ts';

const message = bytesOf('MESSAGE');
const realtime = bytesOf('__REALTIME_TIMESTAMP');
const transport = bytesOf('_TRANSPORT');
const identifier = bytesOf('SYSLOG_IDENTIFIER');
const kernel = bytesOf('kernel');
const ulogd = bytesOf('ulogd');
const nothing = bytesOf('null');

export const unwrapped = { notMine: 0, message: 1, empty: 2 } as const;

export class Journald {
  readonly #room = new Uint8Array(longestLine + 1);
  #length = -1;

  /** Puts the line's cursor on the entry's message, which holds until the next call. */
  unwrap(line: Line, context: Context): number {
    if (line.byte(line.at) !== openCurly || line.byte(line.end - 1) !== 0x7d) return unwrapped.notMine;
    const start = line.at;
    let fields = 0;
    let journal = false;
    let fromKernel = true;
    let spoken = false;
    this.#length = -1;
    line.at++;
    for (;;) {
      skipBlanks(line);
      if (line.byte(line.at) === comma) {
        line.at++;
        skipBlanks(line);
      }
      if (line.byte(line.at) !== quote) break;
      const name = line.at + 1;
      const end = stringEnd(line, name);
      line.at = end + 1;
      skipBlanks(line);
      if (line.byte(line.at) !== colon) break;
      line.at++;
      skipBlanks(line);
      fields++;
      const length = end - name;
      if (length === message.length && line.has(message, name)) {
        this.#message(line);
        if (line.has(nothing, line.at)) spoken = true;
      } else if (length === realtime.length && line.has(realtime, name)) {
        if (stamp(line, context)) journal = true;
      } else if (length === transport.length && line.has(transport, name)) {
        fromKernel = fromKernel && valueIs(line, kernel);
      } else if (length === identifier.length && line.has(identifier, name) && valueIs(line, ulogd)) {
        fromKernel = true;
      }
      if (!skipValue(line)) break;
    }
    if (fields === 0 || (!journal && this.#length < 0)) {
      line.at = start;
      return unwrapped.notMine;
    }
    context.foreign = !fromKernel;
    if (this.#length < 0) return spoken ? unwrapped.empty : unwrapped.notMine;
    this.#room[this.#length] = lineFeed;
    line.set(this.#room, 0, this.#length);
    return unwrapped.message;
  }

  /** Decodes the value at the position, which stays. */
  #message(line: Line): void {
    let at = line.at;
    if (line.byte(at) === openSquare && line.byte(at + 1) === quote) at++;
    if (line.byte(at) === quote) this.#text(line, at + 1);
    else if (line.byte(at) === openSquare) this.#bytes(line, at + 1);
  }

  #text(line: Line, from: number): void {
    let length = 0;
    let at = from;
    while (at < line.end && line.byte(at) !== quote) {
      let byte = line.byte(at++);
      if (byte === backslash && at < line.end) {
        const escape = line.byte(at++);
        if (escape === 0x75) {
          byte = codeUnit(line, at);
          at += 4;
        } else byte = escapes[escape] ?? escape;
      }
      this.#room[length++] = byte;
    }
    this.#length = length;
  }

  #bytes(line: Line, from: number): void {
    const before = line.at;
    line.at = from;
    let length = 0;
    for (;;) {
      skipBlanks(line);
      const value = line.uint();
      if (value < 0 || value > 255) break;
      this.#room[length++] = value;
      skipBlanks(line);
      if (line.byte(line.at) !== comma) break;
      line.at++;
    }
    this.#length = length;
    line.at = before;
  }
}

/** \b \f \n \r \t; other letters stand for themselves. A line feed would end the line: a blank does for it. */
const escapes: Readonly<Record<number, number>> = {
  0x62: 0x20,
  0x66: 0x20,
  0x6e: 0x20,
  0x72: 0x20,
  0x74: 0x20,
};

/** \u0041; what is not ASCII becomes `?`, for no key or number is made of it. */
function codeUnit(line: Line, at: number): number {
  let unit = 0;
  for (let index = 0; index < 4; index++) {
    const digit = at + index < line.end ? hexDigit(line.byte(at + index)) : -1;
    if (digit < 0) return 0x3f;
    unit = unit * 16 + digit;
  }
  return unit < 0x80 ? Math.max(unit, 0x20) : 0x3f;
}

function skipBlanks(line: Line): void {
  while (line.at < line.end && (line.byte(line.at) === 0x20 || line.byte(line.at) === 0x09)) line.at++;
}

/** The place of the closing quote; the line's end where there is none. */
function stringEnd(line: Line, from: number): number {
  let at = from;
  while (at < line.end && line.byte(at) !== quote) at += line.byte(at) === backslash ? 2 : 1;
  return Math.min(at, line.end);
}

/** Goes behind a value: text, array, number or word. Objects do not occur. False where the line ends. */
function skipValue(line: Line): boolean {
  let depth = 0;
  while (line.at < line.end) {
    const byte = line.byte(line.at);
    if (byte === quote) line.at = Math.min(stringEnd(line, line.at + 1) + 1, line.end);
    else {
      if (byte === openSquare || byte === openCurly) depth++;
      else if (depth > 0 && (byte === closeSquare || byte === 0x7d)) depth--;
      else if (depth === 0 && (byte === comma || byte === 0x7d)) return byte === comma;
      line.at++;
    }
  }
  return false;
}

function valueIs(line: Line, word: Uint8Array): boolean {
  const at = line.byte(line.at) === openSquare ? line.at + 1 : line.at;
  return line.byte(at) === quote && line.has(word, at + 1);
}

/** The stamp's value stands as text or as a number of 16 digits; the position stays. */
function stamp(line: Line, context: Context): boolean {
  let at = line.byte(line.at) === quote ? line.at + 1 : line.at;
  let value = 0;
  const first = at;
  while (isDigit(line.byte(at)) && at - first < 17) value = value * 10 + line.byte(at++) - 0x30;
  if (at - first < 10 || value > Number.MAX_SAFE_INTEGER) return false;
  context.clock.epoch(0, value);
  return true;
}
