import type { Probe } from '../../core/probe.ts';

/** How a client comes back, read from its samples. */
export interface Retries {
  /** Different connections: by source port and, where known, sequence. */
  readonly connections: number;
  /** Seconds between the packets of one connection, where a kernel's schedule fits; empty where none does. */
  readonly backOff: readonly number[];
  /** Seconds between connections, where these are regular; null where they are not or there are fewer than four. */
  readonly period: number | null;
}

/**
 * A kernel repeats a SYN with the same source port and sequence: Linux after 1, 2, 4, 8 s (since 6.5 four times 1 s
 * first, net.ipv4.tcp_syn_linear_timeouts), Windows after 3 and 6 s, macOS 1 s five times and doubling then.
 * RFC 6298 sections 2 and 5: one second to begin with, doubled each time.
 */
export function retriesOf(samples: readonly Probe[]): Retries {
  const times = new Map<string, number[]>();
  for (const { sourcePort, sequence, destination, destinationPort, at } of samples) {
    const key = `${sourcePort} ${sequence} ${destination} ${destinationPort}`;
    const list = times.get(key) ?? [];
    if (at !== null) list.push(at);
    times.set(key, list);
  }
  const sorted = Array.from(times.values(), (list) => list.sort((a, b) => a - b));
  const schedules = sorted.map((list) => gapsOf(list)).filter((gaps) => isBackOff(gaps));
  const starts = sorted.flatMap((list) => list.slice(0, 1)).sort((a, b) => a - b);
  return {
    connections: times.size,
    backOff: schedules.reduce((best, gaps) => (gaps.length > best.length ? gaps : best), []),
    period: periodOf(gapsOf(starts)),
  };
}

const gapsOf = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1e6);

/** Two gaps at least, the first about 1 or 3 s, each as long as the one before or twice. */
function isBackOff(gaps: readonly number[]): boolean {
  const [first] = gaps;
  if (first === undefined || gaps.length < 2) return false;
  if (!nearly(first, 1, 0.2) && !nearly(first, 3, 0.2)) return false;
  return gaps.slice(1).every((gap, index) => {
    const before = gaps[index] ?? gap;
    return nearly(gap, before, 0.25) || nearly(gap, before * 2, 0.25);
  });
}

const nearly = (value: number, wanted: number, share: number): boolean =>
  Math.abs(value - wanted) <= wanted * share;

/** The median gap where three gaps or more lie within a fifth of it. */
function periodOf(gaps: readonly number[]): number | null {
  if (gaps.length < 3) return null;
  const sorted = gaps.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  return median >= 1 && gaps.every((gap) => nearly(gap, median, 0.2)) ? median : null;
}
