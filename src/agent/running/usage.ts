import { readFileSync } from 'node:fs';

/** What a process takes. */
export interface Usage {
  readonly residentBytes: number;
  /** User and system, since its start. */
  readonly cpuSeconds: number;
}

/** proc(5): clock ticks are hundredths of a second on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Null where it is gone, or this system does not tell of others. */
export function usageOf(pid: number): Usage | null {
  if (pid === process.pid) {
    const { user, system } = process.cpuUsage();
    return { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6 };
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name may have spaces and parentheses of its own; utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
    const ticks = Number(fields[11]) + Number(fields[12]);
    if (Number.isNaN(kilobytes) || Number.isNaN(ticks)) return null;
    return { residentBytes: kilobytes * 1024, cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return null;
  }
}
