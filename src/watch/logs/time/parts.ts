/** Days, times, fractions and zones, of which stamps are put together. Each goes behind what it read. */
import { colon, comma, dot, isDigit, minus, space, zero } from '../ascii.ts';
import type { Line } from '../line.ts';

const letterZ = 0x5a;
const plus = 0x2b;

/** Minutes east of UTC behind a time; null where there is none. */
export function zoneAt(line: Line): number | null {
  const sign = line.byte(line.at);
  if (sign === letterZ) {
    line.at++;
    return 0;
  }
  if (sign !== plus && sign !== minus) return namedZone(line);
  const hours = line.twoDigits(line.at + 1);
  const rest = line.byte(Math.min(line.at + 3, line.end)) === colon ? line.at + 4 : line.at + 3;
  const minutes = line.twoDigits(rest);
  if (hours < 0 || hours > 23) return null;
  line.at = minutes < 0 ? line.at + 3 : rest + 2;
  const total = hours * 60 + Math.max(minutes, 0);
  return sign === minus ? -total : total;
}

/** Names other than these mean different zones in different countries, and are passed over. */
export function namedZone(line: Line): number | null {
  const { at } = line;
  if (line.byte(at) !== space || at + 4 > line.end) return null;
  const name = (line.byte(at + 1) << 16) | (line.byte(at + 2) << 8) | line.byte(at + 3);
  const ends = at + 4 === line.end || line.byte(at + 4) === space || line.byte(at + 4) === colon;
  if (!ends || (name !== utc && name !== gmt)) return null;
  line.at = at + 4;
  return 0;
}

const utc = 0x555443;
const gmt = 0x474d54;

/** What the two readers below found. One object for all: nothing is made per line. */
export const found = { month: 0, day: 0, second: 0, fraction: -1 };

/** `Mar 11 ` or `Mar  1 `, and one blank behind it. */
export function monthDay(line: Line): boolean {
  const { at, end } = line;
  if (at + 7 > end || line.byte(at + 3) !== space) return false;
  const month = monthOf(line.byte(at), line.byte(at + 1), line.byte(at + 2));
  if (month < 0) return false;
  line.at = at + 4;
  if (line.byte(line.at) === space) line.at++;
  const day = line.uint();
  if (day < 1 || day > 31 || line.byte(line.at) !== space) {
    line.at = at;
    return false;
  }
  line.at++;
  found.month = month;
  found.day = day;
  return true;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
  (name) => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2),
);

function monthOf(first: number, second: number, third: number): number {
  const name = (first << 16) | (second << 8) | third;
  for (let month = 0; month < 12; month++) if (months[month] === name) return month;
  return -1;
}

/** `20:35:11` with a fraction or without. A leap second counts as the next minute's first. */
export function timeAt(line: Line): boolean {
  const { at, end } = line;
  if (at + 8 > end || line.byte(at + 2) !== colon || line.byte(at + 5) !== colon) return false;
  const hours = line.twoDigits(at);
  const minutes = line.twoDigits(at + 3);
  const seconds = line.twoDigits(at + 6);
  if (hours < 0 || minutes < 0 || seconds < 0 || hours > 23 || minutes > 59 || seconds > 60) return false;
  found.second = hours * 3600 + minutes * 60 + seconds;
  line.at = at + 8;
  found.fraction = fractionAt(line);
  return true;
}

/** Microseconds of a fraction behind `.` or `,`; -1 where there is none. Digits beyond the sixth are passed over. */
export function fractionAt(line: Line): number {
  const mark = line.byte(line.at);
  if ((mark !== dot && mark !== comma) || !isDigit(line.byte(line.at + 1))) return -1;
  line.at++;
  let digits = 0;
  let value = 0;
  let byte = line.byte(line.at);
  while (isDigit(byte)) {
    if (digits < 6) {
      value = value * 10 + byte - zero;
      digits++;
    }
    byte = line.byte(++line.at);
  }
  return value * (scale[digits] as number);
}

/** From a fraction of so many digits to microseconds. */
const scale = [0, 100_000, 10_000, 1000, 100, 10, 1];
