import { fail } from '../core/errors.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A moment as people give it to `--since` and `--until`, in microseconds: `90s`, `30m`, `2h`, `7d` or `2w` ago; a day
 * (from its beginning, or up to its end); a time as ISO 8601. UTC where no zone is named.
 * @throws ReeveError `USAGE`
 */
export function moment(option: 'since' | 'until', text: string, now: number): number {
  const [, many, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (many !== undefined) return now - Number(many) * (units[unit] ?? 0) * 1e6;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const form = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?<zone>Z|[+-]\d{2}:\d{2})?$/.exec(
    text,
  );
  const whole = form !== null && form.groups?.['zone'] === undefined ? `${text}Z` : text;
  const time = day || form !== null ? Date.parse(whole.replace(' ', 'T')) : Number.NaN;
  // A day that there is not, such as 30 February, is moved on by some readers; it must come back as it was given.
  const real = !day || (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text));
  if (!Number.isNaN(time) && real) return time * 1000 + (day && option === 'until' ? 86_400e6 - 1 : 0);
  throw fail('USAGE', {
    asked: `--${option} ${JSON.stringify(text.slice(0, 40))}`,
    found: 'that is no time',
    todo: `Write it as --${option} 2h (ago), --${option} 2026-11-20 or --${option} 2026-11-20T10:30Z`,
  });
}
