const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * A moment as people give it, in microseconds: `90s`, `30m`, `2h`, `7d` or `2w` ago; a day (from its beginning for
 * `since`, up to its end for `until`); a time as ISO 8601. UTC where no zone is named. Null for what is no time.
 */
export function readMoment(text: string, as: 'since' | 'until', now: number): number | null {
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
  if (Number.isNaN(time) || !real) return null;
  return time * 1000 + (day && as === 'until' ? 86_400e6 - 1 : 0);
}
