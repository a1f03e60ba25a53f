/*
 * Ethernet II:  0 6 bytes destination  6 6 bytes source  12 be16 EtherType  14 what it announces
 */
import { locateEtherType } from './ether-type.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const ethernetHeader = 14;

export function locateEthernet(f: Frame, start: number, end: number): number {
  if (end - start < ethernetHeader) return outcome.cutLink;
  return locateEtherType(f, f.view.getUint16(start + 12), start + ethernetHeader, end);
}
