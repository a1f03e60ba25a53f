/**
 * How much the tables may hold. Each is a ceiling that is reached by nothing but a flood or a very large network; the
 * arrays are made at once and the kernel gives their pages only as they are written.
 */
export interface Limits {
  /** Sources (address and protocol) told apart at a time. Fewer: a flood displaces slow scanners sooner. */
  readonly sources: number;
  /** Words of 32 bits for the sets of ports and targets. Fewer: counts of the late ones are estimates. */
  readonly setWords: number;
  /** Blocks of three more packets, for sources with at least two. */
  readonly fewSamples: number;
  /** Blocks of twelve more, for the first sources that send more than four. */
  readonly moreSamples: number;
  /** Kept payloads of samples, 64 bytes each. */
  readonly payloads: number;
  /** Sources seen once while the table is nearly full; a power of two. */
  readonly probation: number;
  /** Conversations and their directions (not of TCP SYN); a power of two. */
  readonly flows: number;
  /** Latest tuples of SYN and other probes, for repetitions; a power of two. */
  readonly tuples: number;
  /** Hosts whose answers to forged packets arrive. */
  readonly victims: number;
  /** Targets watched for a flood; a power of two. */
  readonly floodTargets: number;
  /** Finished scans kept after their place in the table was taken. */
  readonly finished: number;
}

export const defaultLimits: Limits = {
  sources: 98_304,
  setWords: 12 << 20,
  fewSamples: 40_960,
  moreSamples: 4_096,
  payloads: 16_384,
  probation: 1 << 20,
  flows: 1 << 17,
  tuples: 1 << 16,
  victims: 2_048,
  floodTargets: 2_048,
  finished: 400,
};

/** Bytes that all tables together may ever hold; the sum of the parts is tested to stay below it. */
export const memoryCeiling = 200 * 1024 * 1024;
