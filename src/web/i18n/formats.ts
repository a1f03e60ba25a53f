import type { Locale } from './locale.ts';

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

const mostDays = 1000;

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
  const precision = (at: number | string): Intl.DateTimeFormat => {
    if (typeof at === 'number') return date;
    if (/^\d{4}$/.test(at)) return year;
    return /^\d{4}-\d\d$/.test(at) ? month : date;
  };
  // A page cites many sources that were read on the same few days.
  const days = new Map<string, string>();
  const dayOf = (at: string): string => {
    const known = days.get(at);
    if (known !== undefined) return known;
    const day = show(at, precision(at));
    if (days.size >= mostDays) days.clear();
    days.set(at, day);
    return day;
  };
  return {
    number: (value) => number.format(value),
    // 0.4 % is not nothing, and 99.6 % not all.
    percent: (share) => {
      if (share > 0 && share < 0.001) return little.format(share);
      return (share < 0.095 || share > 0.99 ? tenth : whole).format(share);
    },
    date: (at) => (typeof at === 'number' ? show(at, precision(at)) : dayOf(at)),
    clock: (at) => show(at, clock),
    ago: (at, now) => {
      const seconds = (at - now) / 1e6;
      const [unit, size] = steps.find(([, , below]) => Math.abs(seconds) < below) ?? steps[0];
      const count = Math.trunc(seconds / size);
      // Minus nothing is nothing.
      return Number.isFinite(seconds) ? relative.format(count === 0 ? 0 : count, unit) : String(at);
    },
    list: (items) => list.format(items),
  };
}
