/*
 * PPP, RFC 1661 and 1662:  0xff 0x03 (address and control, may be left out)  be16 protocol  packet
 */
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const pppIPv4 = 0x0021;
const pppIPv6 = 0x0057;
/** From here on the protocols are those that set a link up: IPCP, LCP, PAP, CHAP. */
const firstControl = 0x8000;

export function locatePpp(f: Frame, start: number, end: number): number {
  if (end - start < 2) return outcome.cutLink;
  const framed = f.view.getUint16(start) === 0xff03;
  return locatePppProtocol(f, framed ? start + 2 : start, end);
}

export function locatePppProtocol(f: Frame, at: number, end: number): number {
  if (end - at < 2) return outcome.cutLink;
  const protocol = f.view.getUint16(at);
  f.network = at + 2;
  if (protocol === pppIPv4 || protocol === pppIPv6) {
    f.version = protocol === pppIPv4 ? 4 : 6;
    return outcome.record;
  }
  return protocol >= firstControl ? outcome.pppControl : outcome.notIp;
}
