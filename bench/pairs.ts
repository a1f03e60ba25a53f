import { spawnSync } from 'node:child_process';

/** A command as it is run: no shell. */
export type Command = readonly [file: string, ...args: string[]];

export interface Pairing {
  /** Milliseconds of the whole process, median of the runs. */
  readonly mine: number;
  readonly peer: number;
  /** Median of the ratios pair by pair, so that drift of the machine cancels out. */
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

/** Wall time of one run in ms. A run that cannot be started is an error, whatever the exit code of one that can. */
export function timeOnce([file, ...args]: Command, env: NodeJS.ProcessEnv = process.env): number {
  const start = process.hrtime.bigint();
  const { error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'ignore'], env });
  if (error !== undefined) throw error;
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Runs the two in turn (A B B A ...), after a warm-up of each. */
export function pair(mine: () => number, peer: () => number, runs: number): Pairing {
  mine();
  peer();
  const times = Array.from({ length: runs }, (_, run) => {
    if (run % 2 === 0) return { mine: mine(), peer: peer() };
    const first = peer();
    return { mine: mine(), peer: first };
  });
  const ratios = times.map((time) => time.mine / time.peer);
  return {
    mine: median(times.map((time) => time.mine)),
    peer: median(times.map((time) => time.peer)),
    ratio: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  };
}

/** One row of a report: what, against whom, the ratio with its spread, and the mark to reach. */
export function row(
  what: string,
  against: string,
  { mine, peer, ratio, least, most }: Pairing,
  mark: number | null = null,
): string {
  const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
  const verdict = mark === null ? '' : `  mark ${mark} ${ratio <= mark ? 'reached' : 'MISSED'}`;
  return `${what.padEnd(44)} ${ms(mine).padStart(7)} ms  ${against.padEnd(14)} ${ms(peer).padStart(7)} ms  ratio ${ratio.toFixed(3)} (${least.toFixed(3)}-${most.toFixed(3)})${verdict}`;
}
