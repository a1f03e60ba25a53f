import type { Facts } from './facts.ts';

/**
 * nmap writes a probe's number into both halves of the sequence and masks them with a key that it draws once a run:
 * the two halves XORed give the same 16 bits for all probes of a run.
 * https://github.com/nmap/nmap/blob/master/scan_engine_raw.cc (seq32_encode)
 * Null where it is not nmap, or too few samples show it.
 */
export function runKeyOf({ summary, tool }: Facts): number | null {
  if (tool.name !== 'nmap' || summary.protocol !== 'tcp') return null;
  let key: number | null = null;
  let shown = 0;
  for (const { sequence, flags } of summary.samples) {
    if (sequence === null || flags !== 'S') continue;
    const folded = (sequence >>> 16) ^ (sequence & 0xffff);
    if (key !== null && folded !== key) return null;
    key = folded;
    shown += 1;
  }
  return shown >= 3 ? key : null;
}
