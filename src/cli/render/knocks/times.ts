/** Microseconds since 1970 as `2026-11-21 06:12:03`, in UTC; empty for what no date can hold. */
export function instant(at: number): string {
  const date = new Date(at / 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** Only what tells apart within a span: the time where it is one day, else month, day and minute. */
export function shortInstant(at: number, span: Span): string {
  const whole = instant(at);
  if (span.from === null || span.to === null) return whole;
  const [from, to] = [instant(span.from), instant(span.to)];
  if (from.slice(0, 10) === to.slice(0, 10)) return whole.slice(11);
  return from.slice(0, 4) === to.slice(0, 4) ? whole.slice(5, 16) : whole.slice(0, 16);
}

export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

/** `2026-11-21 06:12:03 to 06:14:10 UTC (2 min 7 s)` */
export function spanWord({ from, to }: Span): string {
  if (from === null || to === null) return 'without times';
  const [first, last] = [instant(from), instant(to)];
  if (first === last) return `${first} UTC`;
  const end = first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last;
  return `${first} to ${end} UTC (${duration((to - from) / 1e6)})`;
}

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** The two largest units: `3 h 12 min`, `14 s`, `0.3 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds < 0.05 ? 0 : Math.round(seconds * 10) / 10} s`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(left / size);
    left %= size;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
