/*
 * ICMP (RFC 792) and ICMPv6 (RFC 4443):  0 u8 type  1 u8 code  2 be16 checksum  4 four bytes by type  8 ...
 *
 * An echo has be16 identifier and be16 sequence at 4; an error quotes the packet that it answers at 8.
 */
import { known, shape } from '../record.ts';
import { atPorts, atSequence } from '../record-words.ts';
import type { Frame } from './frame-state.ts';
import { keepPayload } from './payload.ts';
import { decodeQuoted } from './quoted.ts';

const header = 8;

export function decodeIcmp(f: Frame): void {
  const { body, bodyEnd, view, words, at } = f;
  const there = bodyEnd - body;
  if (there < 2) {
    f.shape |= shape.cut;
    return;
  }
  const type = view.getUint8(body);
  words[at + atPorts] = view.getUint16(body);
  f.known |= known.icmp;
  if (there < header) {
    f.shape |= shape.cut;
    return;
  }
  if (f.v6 ? isError6(type) : isError4(type)) {
    decodeQuoted(f, body + header, bodyEnd);
    return;
  }
  if (f.v6 ? type === 128 || type === 129 : type === 8 || type === 0) {
    words[at + atSequence] = view.getUint32(body + 4);
    f.known |= known.echo;
  }
  const payload = body + header;
  keepPayload(f, payload, bodyEnd, f.lies || f.moreFragments ? -1 : f.bodyWireEnd - payload);
}

/** Unreachable, source quench, redirect, time exceeded, parameter problem. */
const isError4 = (type: number): boolean => (type >= 3 && type <= 5) || type === 11 || type === 12;

/** Unreachable, too big, time exceeded, parameter problem. */
const isError6 = (type: number): boolean => type >= 1 && type <= 4;
