/** So much at once, and again as time goes by, for each of many keys. */
export interface Allowance {
  /** Seconds to wait; 0: it was allowed, and is counted. */
  take(key: string, now: number): number;
  /** As `take`, without counting. */
  wait(key: string, now: number): number;
}

export interface AllowanceOptions {
  readonly atOnce: number;
  /** Seconds until one more is allowed. */
  readonly seconds: number;
  /** Keys remembered at the most: forged ones must not fill the memory. */
  readonly keys?: number;
}

/** A leaky bucket a key: what is remembered is when it will be empty. */
export function allowance({ atOnce, seconds, keys = 10_000 }: AllowanceOptions): Allowance {
  const emptyAt = new Map<string, number>();
  const step = seconds * 1e6;
  const full = atOnce * step;
  /** Never more than full: a clock that was set back must not shut anybody out for as long. */
  const emptyFrom = (key: string, now: number): number => {
    const known = emptyAt.get(key) ?? 0;
    if (known > now + full) emptyAt.set(key, now + full);
    return Math.min(Math.max(known, now), now + full);
  };
  const over = (key: string, now: number): number => emptyFrom(key, now) + step - (now + full);
  return {
    wait: (key, now) => Math.max(0, Math.ceil(over(key, now) / 1e6)),
    take: (key, now) => {
      const late = over(key, now);
      if (late > 0) return Math.ceil(late / 1e6);
      const next = emptyFrom(key, now) + step;
      emptyAt.delete(key);
      emptyAt.set(key, next);
      if (emptyAt.size > keys) forgetOldest(emptyAt);
      return 0;
    },
  };
}

function forgetOldest(map: Map<string, number>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
