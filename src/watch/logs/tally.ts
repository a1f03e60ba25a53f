import type { InputSummary, Skipped } from '../input.ts';
import type { Encoding } from './encoding.ts';
import type { LogFormat } from './format.ts';
import { longestLine } from './lines.ts';
import type { LogOptions } from './options.ts';
import { firstAside, isDamage, outcomeName } from './outcome.ts';
import type { Records } from './records.ts';
import type { Clock } from './time/clock.ts';

/** Outcomes are small numbers; that of `notMine` is -1. */
const room = 64;

/** How many lines made no record, by what became of them, and the first of each. */
export class Tally {
  readonly counts = new Float64Array(room);
  readonly first = new Float64Array(room);
  longLines = 0;
  firstLong = 0;
  /** The last line had no line feed. */
  unended = false;

  count(what: number, ordinal: number): void {
    const index = what + 1;
    if (this.counts[index] === 0) this.first[index] = ordinal;
    this.counts[index] = (this.counts[index] as number) + 1;
  }

  tooLong(ordinal: number): void {
    if (this.longLines++ === 0) this.firstLong = ordinal;
  }
}

/** The summary of all that was read. Lines = records + skipped + other. */
export function summarise(
  tally: Tally,
  records: Records,
  clock: Clock,
  formats: readonly LogFormat[],
  options: LogOptions,
  encoding: Encoding,
): InputSummary {
  const skipped: Skipped[] = [];
  const other: { name: string; packets: number }[] = [];
  let count = records.count + tally.longLines;
  let damaged = tally.longLines > 0;
  for (let index = 0; index < room; index++) {
    const lines = tally.counts[index] as number;
    if (lines === 0) continue;
    count += lines;
    const what = index - 1;
    const name = outcomeName[what] ?? 'other';
    if (isDamage(what)) damaged = true;
    if (what >= firstAside) other.push({ name, packets: lines });
    else skipped.push({ reason: name, count: lines, firstAt: tally.first[index] as number });
  }
  if (tally.longLines > 0) {
    const reason = `line longer than ${longestLine / 1024} KiB`;
    skipped.push({ reason, count: tally.longLines, firstAt: tally.firstLong });
  }
  const met = formats.flatMap((format) => format.met());
  return {
    format: met.length === 0 ? (options.format ?? 'unknown') : met.join(' + '),
    unit: 'lines',
    count,
    records: records.count,
    from: records.from === Number.POSITIVE_INFINITY ? null : records.from,
    to: records.to === Number.NEGATIVE_INFINITY ? null : records.to,
    skipped: skipped.toSorted((a, b) => b.count - a.count),
    other,
    notes: [
      ...timeNotes(clock, options),
      ...formats.flatMap((format) => format.notes()),
      ...textNotes(tally, encoding),
    ],
    damaged,
  };
}

function timeNotes(clock: Clock, options: LogOptions): readonly string[] {
  const { met } = clock;
  const notes: string[] = [];
  if (met.firstYear > 0) {
    const years = met.firstYear === met.lastYear ? `${met.firstYear}` : `${met.firstYear} to ${met.lastYear}`;
    notes.push(
      `stamps have no year: taken as ${years}, the latest that is not in the future and keeps the lines in order`,
    );
  }
  if (met.backwards) {
    notes.push(
      'a stamp without a year lies months before the line above it: years before it may be one too late',
    );
  }
  if (met.zoneless) {
    const zone = options.zoneMinutes ?? null;
    notes.push(
      zone === null
        ? "times have no zone: taken as this machine's local time"
        : `times have no zone: taken as ${zoneText(zone)}, as given`,
    );
  }
  if (met.refined)
    notes.push("the fraction of a second is from the kernel's own clock, within the second logged");
  if (met.sinceBoot) {
    const boot = options.bootAt ?? null;
    notes.push(
      boot === null
        ? 'stamps count seconds since boot, and when that was is not known: these lines have no time'
        : 'stamps count seconds since boot; they do not count time asleep',
    );
  }
  if (met.timeOfDay) notes.push('stamps have no date: these lines have no time');
  return notes;
}

function zoneText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
}

function textNotes(tally: Tally, encoding: Encoding): readonly string[] {
  const notes: string[] = [];
  if (encoding === 'utf-16le' || encoding === 'utf-16be') notes.push(`the text is ${encoding.toUpperCase()}`);
  if (tally.unended) notes.push('the last line has no line feed at its end');
  return notes;
}
