const first = 1000;
const longest = 5 * 60_000;
/** Of what the other side asks for. */
const longestAsked = 60 * 60_000;

/** Milliseconds before the next attempt after so many: twice as long each time, anywhere within it, so that not all come at once. */
export const backOff = (attempts: number, random: () => number = Math.random): number =>
  Math.round((0.5 + random() / 2) * Math.min(longest, first * 2 ** Math.min(20, attempts - 1)));

/** Milliseconds that `Retry-After` asks for, as seconds or as a date (RFC 9110, 10.2.3); null where it asks for none. */
export function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Math.min(longestAsked, Number(value) * 1000);
  const time = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : Math.min(longestAsked, Math.max(0, time - now));
}

/** Whether another attempt may go better: the other side is in trouble, or asks for patience. */
export const mayGoBetter = (status: number): boolean =>
  status >= 500 || status === 429 || status === 408 || status === 425;
