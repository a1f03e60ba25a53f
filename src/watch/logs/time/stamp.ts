/*
 * The stamp that a line begins with, in every form that carries firewall lines:
 *
 *   <134>Mar 11 20:35:11           RFC 3164, with or without its priority; also `Mar 11 2015 20:35:11`, fractions
 *   <134>1 2022-09-06T18:51:28.1+02:00   RFC 5424 (its version is passed over)
 *   2015-03-07T05:09:30.045015+02:00, 2015-03-07 05:09:30, `dmesg --time-format iso` with a comma
 *   2001 Dec 20 20:16:24.674266    tcpdump of OpenBSD
 *   [463490.251762]                seconds since boot (dmesg)
 *   [Wed Mar 11 20:35:11 2015]     dmesg -T
 *   kern  :warn  : [463490.251762] dmesg -x
 *   6,1234,463490251762,-;         /dev/kmsg: microseconds since boot
 *   Fri 2015-03-07 05:09:30 UTC    journalctl -o short-full
 *   1425697770.045015              seconds since 1970 (tcpdump -tt, journalctl -o short-unix)
 *   20:16:24.674266, 00:00:01.2    tcpdump without a date: no time
 */
import {
  closeSquare,
  colon,
  comma,
  dot,
  greater,
  isDigit,
  isLetter,
  less,
  minus,
  nine,
  openSquare,
  semicolon,
  space,
  zero,
} from '../ascii.ts';
import type { Line } from '../line.ts';
import type { Clock } from './clock.ts';
import { found, fractionAt, monthDay, namedZone, timeAt, zoneAt } from './parts.ts';

const letterT = 0x54;

/** What stood at the line's beginning. */
export const stamped = { nothing: 0, wall: 1, boot: 2, kmsg: 3, kmsgFromUser: 4 } as const;
export type Stamped = (typeof stamped)[keyof typeof stamped];

/** Reads the stamp into the clock and goes behind it; where there is none the position stays. */
export function readStamp(line: Line, clock: Clock): Stamped {
  if (line.at >= line.end) return stamped.nothing;
  if (line.byte(line.at) === less) skipPriority(line);
  const first = line.byte(line.at);
  if (first >= zero && first <= nine) return numeric(line, clock);
  if (first === openSquare) return bracketed(line, clock);
  if (isLetter(first)) return worded(line, clock);
  return stamped.nothing;
}

/** `<134>` and the version of RFC 5424 behind it. */
function skipPriority(line: Line): void {
  const start = line.at;
  line.at++;
  const priority = line.uint();
  if (priority < 0 || priority > 999 || line.byte(line.at) !== greater) {
    line.at = start;
    return;
  }
  line.at++;
  if (isDigit(line.byte(line.at)) && line.byte(line.at + 1) === space && line.at + 1 < line.end) line.at += 2;
}

function numeric(line: Line, clock: Clock): Stamped {
  const { at, end } = line;
  if (at + 8 > end) return stamped.nothing;
  const fifth = line.byte(at + 4);
  if (fifth === minus) return dashed(line, clock);
  if (line.byte(at + 2) === colon && line.byte(at + 5) === colon) return timeOfDay(line, clock);
  if (fifth === space && isLetter(line.byte(at + 5))) {
    const year = line.uint();
    line.at++;
    if (monthDay(line) && timeAt(line)) {
      clock.dated(year, found.month, found.day, found.second, found.fraction, null);
      return stamped.wall;
    }
    line.at = at;
    return stamped.nothing;
  }
  return kmsgOrEpoch(line, clock);
}

function timeOfDay(line: Line, clock: Clock): Stamped {
  if (!timeAt(line)) return stamped.nothing;
  clock.timeOfDay();
  return stamped.wall;
}

/** `6,1234,463490251762,-;` or `1425697770.045015 `. */
function kmsgOrEpoch(line: Line, clock: Clock): Stamped {
  const start = line.at;
  const value = line.uint();
  const behind = line.byte(line.at);
  if (behind === comma && value >= 0) {
    line.at++;
    if (line.uint() >= 0 && line.byte(line.at) === comma) {
      line.at++;
      const micros = bigUint(line);
      const head = line.next(semicolon, line.at);
      if (micros >= 0 && head < line.end && line.byte(line.at) === comma) {
        line.at = head + 1;
        clock.sinceBoot(micros);
        // The kernel writes a facility (bits 3 and up) of 0 for its own messages alone.
        return value >>> 3 === 0 ? stamped.kmsg : stamped.kmsgFromUser;
      }
    }
  } else if (line.at - start === 10 && value >= 0 && (behind === dot || behind === space)) {
    const micros = fractionAt(line);
    clock.epoch(value, Math.max(micros, 0));
    return stamped.wall;
  }
  line.at = start;
  return stamped.nothing;
}

/** Microseconds since boot go beyond 32 bits within hours. */
function bigUint(line: Line): number {
  const start = line.at;
  let value = 0;
  while (isDigit(line.byte(line.at)) && line.at - start < 15)
    value = value * 10 + line.byte(line.at++) - zero;
  return line.at === start ? -1 : value;
}

function bracketed(line: Line, clock: Clock): Stamped {
  const start = line.at;
  line.at++;
  if (isLetter(line.byte(line.at))) {
    // [Wed Mar 11 20:35:11 2015]
    line.at = Math.min(line.at + 4, line.end);
    if (monthDay(line) && timeAt(line)) {
      const { month, day, second, fraction } = found;
      line.skipSpaces();
      const year = line.uint();
      if (year >= 1970 && year < 10_000 && line.byte(line.at) === closeSquare) {
        line.at++;
        clock.dated(year, month, day, second, fraction, null);
        return stamped.wall;
      }
    }
    line.at = start;
    return stamped.nothing;
  }
  line.at = start;
  const micros = kernelStamp(line);
  if (micros < 0) return stamped.nothing;
  clock.sinceBoot(micros);
  return stamped.boot;
}

/** `[463490.251762] `: microseconds, the position behind it; -1 and no step where it is none. */
export function kernelStamp(line: Line): number {
  const start = line.at;
  line.at++;
  line.skipSpaces();
  const seconds = line.uint();
  if (seconds >= 0 && line.byte(line.at) === dot) {
    const micros = fractionAt(line);
    // CONFIG_PRINTK_CALLER adds `,T123` or a column of its own; only the plain form is looked for.
    if (line.byte(line.at) === closeSquare && line.at < line.end) {
      line.at++;
      return seconds * 1_000_000 + micros;
    }
  }
  line.at = start;
  return -1;
}

function worded(line: Line, clock: Clock): Stamped {
  const start = line.at;
  if (monthDay(line)) {
    const { month, day } = found;
    const behind = line.at;
    // `Apr 24 2013 16:00:28`: a year before the time.
    let year = behind + 4 < line.end && line.byte(behind + 4) === space ? line.uint() : -1;
    if (year >= 1970 && year < 10_000) line.skipSpaces();
    else {
      year = -1;
      line.at = behind;
    }
    if (timeAt(line)) {
      const { second, fraction } = found;
      const zone = namedZone(line);
      if (year >= 0) clock.dated(year, month, day, second, fraction, zone);
      else clock.yearless(month, day, second, fraction);
      return stamped.wall;
    }
  }
  line.at = start;
  return weekdayOrLevel(line, clock);
}

/** `Fri 2015-03-07 05:09:30 UTC` and `kern  :warn  : [463490.251762]`. */
function weekdayOrLevel(line: Line, clock: Clock): Stamped {
  const start = line.at;
  if (line.byte(start + 3) === space && start + 14 < line.end && line.byte(start + 8) === minus) {
    line.at = start + 4;
    const stamp = dashed(line, clock);
    if (stamp !== stamped.nothing) return stamp;
    line.at = start;
  }
  const last = Math.min(start + 18, line.end);
  let colons = 0;
  for (let at = start; at < last; at++) {
    const byte = line.byte(at);
    if (byte === colon) colons++;
    else if (byte === openSquare && colons === 2) {
      line.at = at;
      const stamp = bracketed(line, clock);
      if (stamp === stamped.nothing) line.at = start;
      return stamp;
    } else if (byte !== space && !isLetter(byte)) break;
  }
  return stamped.nothing;
}

/** `2015-03-07T05:09:30.045015+02:00`, a space or a comma in the usual places, the zone with or without its colon. */
function dashed(line: Line, clock: Clock): Stamped {
  const start = line.at;
  const year = line.uint();
  const month = line.twoDigits(start + 5);
  const day = line.twoDigits(start + 8);
  const middle = line.byte(Math.min(start + 10, line.end));
  const fits =
    line.at === start + 4 && line.byte(start + 7) === minus && (middle === letterT || middle === space);
  line.at = start + 11;
  if (!fits || year < 1970 || month < 1 || day < 1 || !timeAt(line)) {
    line.at = start;
    return stamped.nothing;
  }
  const { second, fraction } = found;
  clock.dated(year, month - 1, day, second, fraction, zoneAt(line));
  return stamped.wall;
}
