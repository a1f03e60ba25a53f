import type { SourceSummary } from '../source-summary.ts';
import type { Thresholds } from '../thresholds.ts';

/** Bytes of one kept summary with its samples; estimated from above. */
export const finishedBytes = 10_000;

/** Scans whose place in the table was taken or who began anew, the weightiest of them. */
export class Finished {
  readonly #limit: number;
  readonly #least: number;
  #kept: SourceSummary[] = [];
  /** Packets of those that were not kept. */
  lost = 0;

  constructor(limit: number, thresholds: Thresholds) {
    this.#limit = limit;
    this.#least = Math.min(thresholds.scanPorts, thresholds.sweepTargets);
  }

  get held(): number {
    return this.#kept.length * finishedBytes;
  }

  get list(): readonly SourceSummary[] {
    return this.#kept;
  }

  /** Whether a source of so many pairs and records is worth a summary. */
  wants(breadth: number): boolean {
    return breadth >= this.#least;
  }

  keep(summary: SourceSummary): void {
    this.#kept.push(summary);
    // Sorting seldom: twice as many as wanted are let in before the lightest go.
    if (this.#kept.length < this.#limit * 2) return;
    this.#kept.sort((a, b) => b.pairs.count - a.pairs.count);
    for (const one of this.#kept.slice(this.#limit)) this.lost += one.packets;
    this.#kept = this.#kept.slice(0, this.#limit);
  }

  /** Those that ended before `time` are forgotten: events have told of them. */
  forget(time: number): void {
    this.#kept = this.#kept.filter(({ last }) => last === null || last >= time);
  }
}
