import { dayStart, yearOf } from './year.ts';
import { Zone } from './zone.ts';

const million = 1_000_000;

/** What a line said of its time, kept until the record is made: a format may know the zone better than the stamp. */
export class Clock {
  readonly #now: number;
  readonly #zone: Zone;
  readonly #bootAt: number | null;
  /** Microseconds since 1970 UTC; NaN where unknown. */
  time = Number.NaN;
  /** Where the stamp had no zone: its local time as if it were UTC, in seconds; NaN else. */
  #local = Number.NaN;
  #fraction = 0;
  /** The stamp told whole seconds only. */
  #coarse = false;
  #dayKey = -1;
  #dayStart = Number.NaN;
  #before: number | null = null;
  /** Kernel's clock: what to add to its microseconds since boot. */
  #anchor = Number.NaN;
  readonly met = {
    /** Years that were resolved for stamps without one: first and last. */
    firstYear: 0,
    lastYear: 0,
    backwards: false,
    zoneless: false,
    sinceBoot: false,
    refined: false,
    timeOfDay: false,
  };

  constructor(now: number, zoneMinutes: number | null, bootAt: number | null) {
    this.#now = Math.floor(now / million);
    this.#zone = new Zone(zoneMinutes);
    this.#bootAt = bootAt;
  }

  reset(): void {
    this.time = Number.NaN;
    this.#local = Number.NaN;
    this.#coarse = false;
  }

  /** A stamp without a year, as syslog of RFC 3164 has it. `fraction` in microseconds, -1 = none written. */
  yearless(month: number, dayOfMonth: number, second: number, fraction: number): void {
    const key = month * 32 + dayOfMonth;
    if (key !== this.#dayKey) {
      this.#dayKey = key;
      this.#dayStart = this.#resolve(month, dayOfMonth);
    }
    this.#setLocal(this.#dayStart + second, fraction);
  }

  #resolve(month: number, dayOfMonth: number): number {
    const before = this.#before;
    const year = yearOf(month, dayOfMonth, this.#now, before);
    if (year === null) return Number.NaN;
    const start = dayStart(year, month, dayOfMonth);
    // Half a year back means that the limit forbade the year that would have been nearest.
    if (before !== null && before - start > 183 * 86_400) this.met.backwards = true;
    this.#before = start;
    this.met.firstYear = this.met.firstYear === 0 ? year : Math.min(this.met.firstYear, year);
    this.met.lastYear = Math.max(this.met.lastYear, year);
    return start;
  }

  /** A stamp with its year. `zone` in minutes east of UTC, null = none written. */
  dated(
    year: number,
    month: number,
    day: number,
    second: number,
    fraction: number,
    zone: number | null,
  ): void {
    const key = (year * 16 + month) * 32 + day + 1024;
    if (key !== this.#dayKey) {
      this.#dayKey = key;
      this.#dayStart = dayStart(year, month, day);
    }
    const local = this.#dayStart + second;
    if (zone === null) this.#setLocal(local, fraction);
    else this.#set(local - zone * 60, fraction);
  }

  #setLocal(local: number, fraction: number): void {
    this.#set(local - this.#zone.offsetAt(local), fraction);
    this.#local = local;
  }

  #set(seconds: number, fraction: number): void {
    this.#coarse = fraction < 0;
    this.#fraction = fraction < 0 ? 0 : fraction;
    this.time = seconds * million + this.#fraction;
  }

  /** Seconds and microseconds since 1970. */
  epoch(seconds: number, micros: number): void {
    this.time = seconds * million + micros;
    this.#local = Number.NaN;
    this.#coarse = false;
  }

  /** The log's own header says that its local-looking stamps are UTC. */
  asUtc(): void {
    if (this.#local !== this.#local) return;
    this.time = this.#local * million + this.#fraction;
    this.#local = Number.NaN;
  }

  /** A stamp that only counts since boot: a time where boot's is known. */
  sinceBoot(micros: number): void {
    this.met.sinceBoot = true;
    if (this.#bootAt !== null) this.time = this.#bootAt + micros;
  }

  /** Only a time of day or a difference: no time. */
  timeOfDay(): void {
    this.met.timeOfDay = true;
  }

  /**
   * The kernel's own stamp behind one of whole seconds: its microseconds order and space the lines of one second. The
   * logged second stays: where both disagree (another host, a new boot, a late logger) the anchor moves.
   */
  refine(micros: number): void {
    const second = this.time;
    if (!this.#coarse || second !== second) return;
    const fine = this.#anchor + micros;
    if (fine >= second && fine < second + million) this.time = fine;
    else if (fine >= second + million && fine < second + 2 * million) {
      this.time = second + million - 1;
      this.#anchor = this.time - micros;
    } else this.#anchor = second - micros;
    this.met.refined = true;
  }

  /** To be called for each record: what the notes will say of it. */
  used(): void {
    if (this.#local === this.#local) this.met.zoneless = true;
  }
}
