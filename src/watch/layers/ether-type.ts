/*
 * What an EtherType announces, behind Ethernet, Linux cooked or GRE headers alike.
 *
 * A VLAN tag (0x8100, 0x88a8, 0x9100):  0 be16 tag control  2 be16 the next type
 * A PPPoE session (0x8864, RFC 2516):   0 u8 version and type (0x11)  1 u8 code (0)  2 be16 session  4 be16 length
 *                                       6 be16 PPP protocol
 */
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';
import { locatePppProtocol } from './ppp.ts';

/** Two are ordinary, three are seen; endless ones are an attack on whoever walks them. */
const mostTags = 8;

/** Below it the field is the length of an 802.3 frame. */
const lowestType = 0x600;

/** `at` is the first byte behind the type. */
export function locateEtherType(f: Frame, firstType: number, firstAt: number, end: number): number {
  let type = firstType;
  let at = firstAt;
  for (let tags = 0; type === 0x8100 || type === 0x88a8 || type === 0x9100; tags++) {
    if (tags === mostTags) return outcome.tooManyTags;
    if (end - at < 4) return outcome.cutLink;
    type = f.view.getUint16(at + 2);
    at += 4;
  }
  f.network = at;
  if (type === 0x0800) {
    f.version = 4;
    return outcome.record;
  }
  if (type === 0x86dd) {
    f.version = 6;
    return outcome.record;
  }
  if (type === 0x8864) return end - at < 6 ? outcome.cutLink : locatePppProtocol(f, at + 6, end);
  return type < lowestType ? outcome.llc : notIp(type);
}

function notIp(type: number): number {
  switch (type) {
    case 0x0806:
      return outcome.arp;
    case 0x8035:
      return outcome.rarp;
    case 0x8847:
    case 0x8848:
      return outcome.mpls;
    case 0x8863:
      return outcome.pppoeDiscovery;
    case 0x888e:
      return outcome.eapol;
    case 0x88cc:
      return outcome.lldp;
    case 0x88e5:
      return outcome.macsec;
    case 0x88f7:
      return outcome.ptp;
    case 0x9000:
      return outcome.etherLoopback;
    default:
      return outcome.unknownEtherType;
  }
}
