/*
 * Linux cooked captures, https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html and ..._SLL2.html, all big-endian.
 *
 * v1:  0 u16 packet type  2 u16 ARPHRD  4 u16 address length  6 8 bytes address  14 u16 protocol  16 packet
 * v2:  0 u16 protocol  2 u16 zero  4 u32 interface index  8 u16 ARPHRD  10 u8 packet type  11 u8 address length
 *      12 8 bytes address  20 packet
 *
 * The protocol is an EtherType, but for netlink devices (ARPHRD 824), where it is a netlink family.
 */
import { locateEtherType } from './ether-type.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const v1Header = 16;
const v2Header = 20;
const netlink = 824;

export function locateCooked(f: Frame, start: number, end: number): number {
  if (end - start < v1Header) return outcome.cutLink;
  return locate(f, f.view.getUint16(start + 2), f.view.getUint16(start + 14), start + v1Header, end);
}

export function locateCooked2(f: Frame, start: number, end: number): number {
  if (end - start < v2Header) return outcome.cutLink;
  return locate(f, f.view.getUint16(start + 8), f.view.getUint16(start), start + v2Header, end);
}

const locate = (f: Frame, hardware: number, protocol: number, at: number, end: number): number =>
  hardware === netlink ? outcome.notIp : locateEtherType(f, protocol, at, end);
