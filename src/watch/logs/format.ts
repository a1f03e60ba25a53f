import type { Line } from './line.ts';
import type { Records } from './records.ts';
import type { Clock } from './time/clock.ts';
import { type Stamped, stamped } from './time/stamp.ts';

/** What a format is given beside the line. */
export class Context {
  readonly clock: Clock;
  readonly records: Records;
  /** The line's number, from 1. */
  ordinal = 0;
  /** Where the line begins: before its stamp. */
  start = 0;
  stamp: Stamped = stamped.nothing;
  /** The journal says that another program than the kernel wrote it. */
  foreign = false;

  constructor(clock: Clock, records: Records) {
    this.clock = clock;
    this.records = records;
  }
}

/**
 * One format. `read` is given each line behind its stamp, decides quickly whether it is its own (`outcome.notMine`
 * if not) and else makes its record or says why there is none.
 */
export interface LogFormat {
  read(line: Line, context: Context): number;
  /** Names of what it met, for the summary. */
  met(): readonly string[];
  notes(): readonly string[];
}
