/*
 * BSD loopback:  0 u32 address family, of the capturing machine's order (NULL) or big-endian (LOOP)  4 packet
 *
 * Families are small numbers, so the order shows in the number itself; files get their link types mixed up.
 */
import { locateFamily } from './address-family.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const header = 4;

export function locateLoopback(f: Frame, start: number, end: number): number {
  if (end - start < header) return outcome.cutLink;
  const big = f.view.getUint32(start);
  return locateFamily(f, big > 0xffff ? f.view.getUint32(start, true) : big, start + header);
}
