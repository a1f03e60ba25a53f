import { known } from '../record.ts';

/** Half of the sequence number is zero; with window 14600 in a bare header, for with options it is an old Linux. */
export const signHajimeSequence = (has: number, sequence: number): boolean =>
  (has & known.sequence) !== 0 && ((sequence & 0xffff) === 0 || sequence >>> 16 === 0);
