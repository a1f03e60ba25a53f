// Years 0 to 9999, in milliseconds: what RFC 3339 can write.
const earliest = -62_167_219_200_000;
const latest = 253_402_300_799_999;

/** Microseconds since 1970 UTC as ISO 8601; with six digits where three are not enough. Null for null and for no time. */
export function isoTime(microseconds: number | null): string | null {
  if (microseconds === null) return null;
  const whole = Math.floor(microseconds);
  const milliseconds = Math.floor(whole / 1000);
  if (!(milliseconds >= earliest && milliseconds <= latest)) return null;
  const text = new Date(milliseconds).toISOString();
  const rest = whole - milliseconds * 1000;
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
