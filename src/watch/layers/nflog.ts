/*
 * Linux netfilter log, https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html
 *
 *   0  u8    address family (2 IPv4, 10 IPv6; 7 a bridge, where it does not say what the payload is)
 *   1  u8    version, 0
 *   2  be16  resource
 *   4  attributes: u16 length with this head, u16 type, value, padding to whole words; length and type in the order
 *      of the machine that captured. Type 9 is the packet from its network header on.
 */
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const header = 4;
const payloadType = 9;
/** netlink's own flags in the two highest bits of a type. */
const typeMask = 0x3fff;
/** No type is larger, so that a larger one was read in the wrong order. */
const largestType = 0xff;
/** A packet has about ten. */
const mostAttributes = 64;

export function locateNflog(f: Frame, start: number, end: number, wireEnd: number): number {
  if (end - start < header + 4) return outcome.cutLink;
  const { view } = f;
  if (view.getUint8(start + 1) !== 0) return outcome.badLink;
  let at = start + header;
  const little = (view.getUint16(at + 2, true) & typeMask) <= largestType;
  for (let count = 0; count < mostAttributes; count++) {
    if (end - at < 4) return wireEnd > end ? outcome.cutLink : outcome.noPayload;
    const length = view.getUint16(at, little);
    if (length < 4) return outcome.badLink;
    if ((view.getUint16(at + 2, little) & typeMask) === payloadType) {
      f.network = at + 4;
      f.networkEnd = Math.min(end, at + length);
      f.networkWireEnd = Math.min(wireEnd, at + length);
      return outcome.record;
    }
    at += (length + 3) & ~3;
  }
  return outcome.badLink;
}
