import { known, protocol, quotedBit, quotedStride } from '../record.ts';
import { Chain, walkExtensions } from './extension-headers.ts';
import type { Frame } from './frame-state.ts';
import { ipv4Header } from './ipv4.ts';
import { ipv6Header } from './ipv6.ts';
import { outcome } from './outcome.ts';

const chain = new Chain();

/** The packet that an ICMP error quotes: RFC 792 asks for 8 bytes of its payload only, which hold the ports. */
export function decodeQuoted(f: Frame, at: number, end: number): void {
  if (at >= end) return;
  const version = f.view.getUint8(at) >>> 4;
  if (version === 4) quoteIPv4(f, at, end);
  else if (version === 6) quoteIPv6(f, at, end);
}

function quoteIPv4(f: Frame, at: number, end: number): void {
  if (end - at < ipv4Header) return;
  const { view } = f;
  const { quoted, size } = f.batch;
  const to = size * quotedStride;
  const header = (view.getUint8(at) & 0xf) * 4;
  if (header < ipv4Header) return;
  quoted[to + 1] = view.getUint32(at + 12);
  quoted[to + 5] = view.getUint32(at + 16);
  const later = (view.getUint16(at + 6) & 0x1fff) !== 0;
  quoteTransport(f, view.getUint8(at + 9), later ? end : at + header, end);
}

function quoteIPv6(f: Frame, at: number, end: number): void {
  if (end - at < ipv6Header) return;
  const { view } = f;
  const { quoted, size } = f.batch;
  const walked = walkExtensions(chain, view, view.getUint8(at + 6), at + ipv6Header, end);
  if (walked !== outcome.record) return;
  const to = size * quotedStride;
  for (let index = 0; index < 8; index++) quoted[to + 1 + index] = view.getUint32(at + 8 + index * 4);
  const later = (chain.fragment & 0x1fff) !== 0;
  quoteTransport(f, chain.protocol | quotedBit.v6, later ? end : chain.at, end);
}

function quoteTransport(f: Frame, form: number, at: number, end: number): void {
  const { quoted, size } = f.batch;
  const to = size * quotedStride;
  const number = form & 0xff;
  const ported =
    number === protocol.tcp ||
    number === protocol.udp ||
    number === protocol.sctp ||
    number === protocol.dccp;
  const hasPorts = ported && end - at >= 4;
  quoted[to] = hasPorts ? form | quotedBit.hasPorts : form;
  if (hasPorts) quoted[to + 9] = f.view.getUint32(at);
  f.known |= known.quoted;
}
