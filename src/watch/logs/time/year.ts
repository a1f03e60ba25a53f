const day = 86_400;

/** Seconds since 1970 of a date taken as UTC; NaN for a date that the calendar does not have. `month` from 0. */
export function dayStart(year: number, month: number, dayOfMonth: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, dayOfMonth);
  return date.getUTCMonth() === month && date.getUTCDate() === dayOfMonth
    ? date.getTime() / 1000
    : Number.NaN;
}

/**
 * The year of a date that was written without one: the latest year that puts the first such line at or before `now`
 * (a day more, for zones and clocks that differ). A later line takes the year that brings it nearest to the line
 * before, with the same limit, so that a file which crosses New Year goes on increasing and a line out of order does
 * not jump by a year. Null where no year fits (30 February).
 */
export function yearOf(month: number, dayOfMonth: number, now: number, before: number | null): number | null {
  const limit = now + day;
  const latest = new Date(limit * 1000).getUTCFullYear();
  const around = before === null ? latest : new Date(before * 1000).getUTCFullYear() + 1;
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  // Nine years reach from any year over a 29 February, even around 2100.
  const first = Math.min(latest, around);
  for (let year = first; year > first - 10; year--) {
    const start = dayStart(year, month, dayOfMonth);
    if (Number.isNaN(start) || start > limit) continue;
    if (before === null) return year;
    const away = Math.abs(start - before);
    if (away >= distance) break;
    best = year;
    distance = away;
  }
  return best;
}
