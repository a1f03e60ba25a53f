/*
 * Packets in packets: IPIP (protocol 4), 6in4 and IPv6 in IPv6 (41), GRE (47) and VXLAN (UDP port 4789).
 *
 * GRE, RFC 2784 and 2890:  0 be16 flags (bit 15 checksum, 13 key, 12 sequence, 0-2 version)  2 be16 EtherType
 *                          4 4 bytes each for checksum, key, sequence where their flag is set
 * VXLAN, RFC 7348:         0 u8 flags, 8 alone  1 24 bits zero  4 24 bits network  7 u8 zero  8 an Ethernet frame
 */
import { protocol } from '../record.ts';
import { locateEtherType } from './ether-type.ts';
import { locateEthernet } from './ethernet.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const vxlanPort = 4789;
const vxlanHeader = 8;
const udpHeader = 8;
const gre = { checksum: 0x8000, key: 0x2000, sequence: 0x1000, known: 0xb000 } as const;
const bridged = 0x6558;

/** Whether a packet lies at the body, as `f.network` then says; the outer packet stands until it is decoded. */
export function locateInner(f: Frame): boolean {
  if (!f.hasBody || f.moreFragments) return false;
  const { body, bodyEnd } = f;
  f.networkEnd = bodyEnd;
  f.networkWireEnd = f.bodyWireEnd;
  switch (f.protocol) {
    case protocol.ipip:
      f.version = 4;
      f.network = body;
      return true;
    case protocol.ipv6:
      f.version = 6;
      f.network = body;
      return true;
    case protocol.gre:
      return locateGre(f, body, bodyEnd);
    case protocol.udp:
      return (
        isVxlan(f, body, bodyEnd) &&
        locateEthernet(f, body + udpHeader + vxlanHeader, bodyEnd) === outcome.record
      );
    default:
      return false;
  }
}

function locateGre(f: Frame, at: number, end: number): boolean {
  if (end - at < 4) return false;
  const flags = f.view.getUint16(at);
  if ((flags & ~gre.known) !== 0) return false;
  let size = 4;
  if ((flags & gre.checksum) !== 0) size += 4;
  if ((flags & gre.key) !== 0) size += 4;
  if ((flags & gre.sequence) !== 0) size += 4;
  const type = f.view.getUint16(at + 2);
  const inner =
    type === bridged ? locateEthernet(f, at + size, end) : locateEtherType(f, type, at + size, end);
  return inner === outcome.record;
}

/** By its port, and every bit that is fixed: a probe of the port with other bytes is a probe of the port. */
function isVxlan(f: Frame, at: number, end: number): boolean {
  if (end - at < udpHeader + vxlanHeader || f.view.getUint16(at + 2) !== vxlanPort) return false;
  return (
    f.view.getUint32(at + udpHeader) === 0x08000000 && f.view.getUint8(at + udpHeader + vxlanHeader - 1) === 0
  );
}
