const hour = 3600;

/**
 * Seconds that local time is ahead of UTC, asked with the local time as if it were UTC. The rule changes on whole
 * hours, so one hour's answer is kept: a log asks for the same hour again and again.
 */
export class Zone {
  readonly #fixed: number | null;
  #hour = Number.NaN;
  #offset = 0;

  /** Minutes east of UTC; null = this machine's rule, summer time and all. */
  constructor(minutes: number | null) {
    this.#fixed = minutes === null ? null : minutes * 60;
  }

  offsetAt(local: number): number {
    if (this.#fixed !== null) return this.#fixed;
    const whole = Math.floor(local / hour);
    if (whole !== this.#hour) {
      this.#hour = whole;
      this.#offset = machineOffset(whole * hour);
    }
    return this.#offset;
  }
}

/** An hour that is there twice in autumn counts as its first, one that spring leaves out as the one behind it. */
function machineOffset(local: number): number {
  const utc = new Date(local * 1000);
  const there = new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), utc.getUTCHours());
  return local - there.getTime() / 1000;
}
