/*
 * IPv4, RFC 791, all big-endian:
 *
 *   0  u8   version << 4 | header length in words      8  u8   time to live
 *   1  u8   type of service                            9  u8   protocol
 *   2  u16  length of header and payload              10  u16  checksum, not looked at: offloading leaves it wrong
 *   4  u16  identification                            12  u32  source
 *   6  u16  DF (bit 14), MF (13), offset / 8          16  u32  destination
 *  20  options
 */
import { known, shape } from '../record.ts';
import { atDestination, atIp, atLength, atSource } from '../record-words.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

export const ipv4Header = 20;
const moreFragments = 0x2000;
const offsetMask = 0x1fff;

export function decodeIPv4(f: Frame, start: number, end: number, wireEnd: number): number {
  if (end - start < ipv4Header) return outcome.cutIPv4;
  const { view, words, at } = f;
  const first = view.getUint32(start);
  const header = ((first >>> 24) & 0xf) * 4;
  if (header < ipv4Header) return outcome.badIPv4HeaderLength;
  const room = wireEnd - start;
  const stated = first & 0xffff;
  if (stated !== 0 && stated < header) return outcome.badIPv4Length;
  // Segments that the network card cuts have 0 before it has filled the length in.
  const length = stated === 0 ? room : stated;
  f.lies = length > room;
  const second = view.getUint32(start + 4);
  const third = view.getUint32(start + 8);
  const fragment = second & 0x7fff;
  f.v6 = false;
  f.protocol = (third >>> 16) & 0xff;
  f.body = start + header;
  f.bodyWireEnd = Math.min(wireEnd, start + length);
  f.bodyEnd = Math.min(end, f.bodyWireEnd);
  f.moreFragments = (fragment & moreFragments) !== 0;
  const later = (fragment & offsetMask) !== 0;
  const cut = f.body > f.bodyEnd;
  f.hasBody = !later && !cut;

  words[at + atSource] = view.getUint32(start + 12);
  words[at + atDestination] = view.getUint32(start + 16);
  words[at + atIp] = (second & 0xffff0000) | ((third >>> 24) << 8) | ((first >>> 16) & 0xff);
  words[at + atLength] = (length << 16) | fragment;
  f.known |= known.ttl | known.tos | known.ipId | known.fragment;
  if (length <= 0xffff) f.known |= known.length;
  f.shape |= f.protocol;
  if (later) f.shape |= shape.laterFragment;
  if (cut || f.lies) f.shape |= shape.cut;
  return outcome.record;
}
