import type { Locale } from './locale.ts';
import { remember } from './remember.ts';

type Formats = Pick<Locale, 'number' | 'percent' | 'date' | 'ago' | 'list'> & {
  /** A day with its time, without the name of the time zone. */
  readonly clock: (at: number | string) => string;
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ['second', 1, minute],
  ['minute', minute, hour],
  ['hour', hour, day],
  ['day', day, 30 * day],
  ['month', 30.44 * day, 365 * day],
  ['year', 365.25 * day, Number.POSITIVE_INFINITY],
] as const;

const dayLength = day * 1e6;

/** What a date can be; microseconds. */
const isMoment = (at: number): boolean => Math.abs(at) <= 8.64e21;

/** Forms of a kind that are remembered. */
const most = 1000;

/** Numbers and dates of one language, with its own digits (Bengali, and for Sindhi the Arabic-Indic of CLDR); all in UTC. */
export function formatsOf(intl: string): Formats {
  const number = new Intl.NumberFormat(intl, { maximumFractionDigits: 2 });
  const whole = new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 0 });
  const little = new Intl.NumberFormat(intl, { style: 'percent', maximumSignificantDigits: 1 });
  const tenth = new Intl.NumberFormat(intl, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(intl, { numeric: 'auto' });
  const list = new Intl.ListFormat(intl, { type: 'conjunction' });
  const dated = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(intl, { timeZone: 'UTC', ...options });
  const year = dated({ year: 'numeric' });
  const month = dated({ year: 'numeric', month: 'long' });
  const date = dated({ year: 'numeric', month: 'long', day: 'numeric' });
  const clock = dated({
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const show = (at: number | string, format: Intl.DateTimeFormat): string => {
    const moment = typeof at === 'number' ? new Date(at / 1000) : new Date(at);
    return Number.isNaN(moment.getTime()) ? String(at) : format.format(moment);
  };
  // The registry has dates that are no more than a month or a year.
  const precision = (at: string): Intl.DateTimeFormat => {
    if (/^\d{4}$/.test(at)) return year;
    return /^\d{4}-\d\d$/.test(at) ? month : date;
  };
  // To the second, as it is shown.
  const clockAt = remember(most, (second: number) => show(second * 1e6, clock));
  const dayOf = remember(most, (at: string) => show(at, precision(at)));
  const dayAt = remember(most, (day: number) => show(day * dayLength, date));
  const numberOf = remember(most, (value: number) => number.format(value));
  const percentOf = remember(most, (share: number) => {
    if (share > 0 && share < 0.001) return little.format(share);
    return (share < 0.095 || share > 0.99 ? tenth : whole).format(share);
  });
  const relatively = remember(most, (words: string) => {
    const [count = '', unit = ''] = words.split(' ');
    return relative.format(Number(count), unit as Intl.RelativeTimeFormatUnit);
  });
  const listed = remember(most, (items: string) => list.format(JSON.parse(items) as string[]));
  return {
    // Minus nothing is nothing.
    number: (value) => numberOf(value + 0),
    // 0.4 % is not nothing, and 99.6 % not all.
    percent: percentOf,
    date: (at) => {
      if (typeof at === 'string') return dayOf(at);
      return isMoment(at) ? dayAt(Math.floor(at / dayLength)) : String(at);
    },
    clock: (at) => {
      if (typeof at === 'string') return show(at, clock);
      return isMoment(at) ? clockAt(Math.floor(at / 1e6)) : String(at);
    },
    ago: (at, now) => {
      const seconds = (at - now) / 1e6;
      const [unit, size] = steps.find(([, , below]) => Math.abs(seconds) < below) ?? steps[0];
      const count = Math.trunc(seconds / size);
      return Number.isFinite(seconds) ? relatively(`${count} ${unit}`) : String(at);
    },
    list: (items) => (items.length === 1 ? (items[0] ?? '') : listed(JSON.stringify(items))),
  };
}
