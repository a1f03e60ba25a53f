/*
 * IPv6, RFC 8200, all big-endian:
 *
 *   0  u32  version << 28 | traffic class << 20 | flow label
 *   4  u16  length behind this header; 0 in jumbograms and in segments that the network card cuts
 *   6  u8   next header
 *   7  u8   hop limit
 *   8  16 bytes source
 *  24  16 bytes destination
 */
import { known, shape } from '../record.ts';
import { atIp, atLength, atSource } from '../record-words.ts';
import { Chain, walkExtensions } from './extension-headers.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

export const ipv6Header = 40;
const moreFragments = 0x2000;
const offsetMask = 0x1fff;
const chain = new Chain();

export function decodeIPv6(f: Frame, start: number, end: number, wireEnd: number): number {
  if (end - start < ipv6Header) return outcome.cutIPv6;
  const { view, words, at } = f;
  const first = view.getUint32(start);
  const second = view.getUint32(start + 4);
  const room = wireEnd - start;
  const stated = second >>> 16;
  const length = stated === 0 ? room : stated + ipv6Header;
  const packetWireEnd = Math.min(wireEnd, start + length);
  const packetEnd = Math.min(end, packetWireEnd);
  const walked = walkExtensions(chain, view, (second >>> 8) & 0xff, start + ipv6Header, packetEnd);
  if (walked !== outcome.record) return walked;

  f.lies = length > room;
  f.v6 = true;
  f.protocol = chain.protocol;
  f.body = chain.at;
  f.bodyEnd = packetEnd;
  f.bodyWireEnd = packetWireEnd;
  f.moreFragments = (chain.fragment & moreFragments) !== 0;
  const later = (chain.fragment & offsetMask) !== 0;
  f.hasBody = !later;

  for (let index = 0; index < 8; index++) {
    words[at + atSource + index] = view.getUint32(start + 8 + index * 4);
  }
  words[at + atIp] = ((second & 0xff) << 8) | ((first >>> 20) & 0xff);
  words[at + atLength] = (length << 16) | chain.fragment;
  f.known |= known.ttl | known.tos;
  if (length <= 0xffff) f.known |= known.length;
  // Without its header nothing is said of fragments, and DF is no word of IPv6.
  if (chain.fragmented) f.known |= known.fragment;
  f.shape |= f.protocol | shape.v6;
  if (later) f.shape |= shape.laterFragment;
  if (f.lies) f.shape |= shape.cut;
  return outcome.record;
}
