import { readProc, readProcBytes } from './procfs.ts';

/** AT_CLKTCK of <elf.h>: the ticks a second in which /proc counts. */
const auxClockTicks = 17;
const usualTicks = 100;
const is64bit = ['x64', 'arm64', 'ppc64', 's390x', 'riscv64', 'loong64'].includes(process.arch);
const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Ticks a second from the auxiliary vector: pairs of native words (type, value), ended by type 0. 100, which Linux
 * has always told programs, where the vector does not say.
 */
export function ticksFromAuxv(bytes: Uint8Array, wide = is64bit, little = isLittle): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = wide ? 8 : 4;
  const read = (at: number): number =>
    wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  for (let at = 0; at + word * 2 <= bytes.byteLength; at += word * 2) {
    const type = read(at);
    if (type === 0) break;
    if (type === auxClockTicks) return saneTicks(read(at + word));
  }
  return usualTicks;
}

const saneTicks = (ticks: number): number => (ticks >= 1 && ticks <= 1_000_000 ? ticks : usualTicks);

/** Seconds since 1970 at which the machine started, from the text of /proc/stat; null where it is not told. */
export function parseBootTime(text: string): number | null {
  const match = /^btime (\d{1,12})$/m.exec(text);
  return match === null ? null : Number(match[1]);
}

/** A start time in ticks since boot as ISO 8601 UTC, to the second: the boot time is no finer. */
export function startTime(bootSeconds: number, ticks: number, ticksPerSecond: number): string | null {
  const date = new Date((bootSeconds + Math.floor(ticks / ticksPerSecond)) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace('.000Z', 'Z');
}

/** A clock that reads the machine's boot time and tick length once, at the first question. */
export function processClock(): (startTicks: number) => string | null {
  let boot: number | null | undefined;
  let perSecond = usualTicks;
  return (startTicks) => {
    if (boot === undefined) {
      boot = parseBootTime(readProc('/proc/stat') ?? '');
      perSecond = ticksFromAuxv(readProcBytes('/proc/self/auxv') ?? new Uint8Array());
    }
    return boot === null ? null : startTime(boot, startTicks, perSecond);
  };
}
