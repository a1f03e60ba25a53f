/*
 * TCP, RFC 9293, all big-endian:
 *
 *   0  u16  source port        12  u16  header length in words << 12 | flags (bits 0-8)
 *   2  u16  destination port   14  u16  window
 *   4  u32  sequence           16  u16  checksum, not looked at
 *   8  u32  acknowledgement    18  u16  urgent pointer
 *  20  options
 */
import { known, shape } from '../record.ts';
import { atAcknowledgement, atPorts, atSequence, atTcp } from '../record-words.ts';
import type { Frame } from './frame-state.ts';
import { keepPayload } from './payload.ts';
import { decodeTcpOptions } from './tcp-options.ts';

const header = 20;
const tcpFields =
  known.ports | known.sequence | known.acknowledgement | known.flags | known.headerLength | known.window;
const tcpOptionFields = known.optionKinds | known.optionValues;

export function decodeTcp(f: Frame): void {
  const { body, bodyEnd, view, words, at } = f;
  if (bodyEnd - body < header) {
    decodeCutTcp(f);
    return;
  }
  const field = view.getUint32(body + 12);
  words[at + atPorts] = view.getUint32(body);
  words[at + atSequence] = view.getUint32(body + 4);
  words[at + atAcknowledgement] = view.getUint32(body + 8);
  words[at + atTcp] = (field << 16) | ((field >>> 16) & 0xf1ff);
  f.known |= tcpFields;
  const length = (field >>> 28) * 4;
  const payload = body + length;
  // A header that is shorter than itself, or that goes on behind the packet's or the capture's end.
  if (length < header || payload > bodyEnd) {
    f.shape |= shape.cut;
    return;
  }
  decodeTcpOptions(words, at, view, body + header, payload);
  f.known |= tcpOptionFields;
  keepPayload(f, payload, bodyEnd, f.lies || f.moreFragments ? -1 : f.bodyWireEnd - payload);
}

/** As many fields as are there: a capture's snap length, or a fragment made small on purpose. */
function decodeCutTcp(f: Frame): void {
  const { body, view, words, at } = f;
  const there = f.bodyEnd - body;
  f.shape |= shape.cut;
  if (there < 4) return;
  words[at + atPorts] = view.getUint32(body);
  f.known |= known.ports;
  if (there < 8) return;
  words[at + atSequence] = view.getUint32(body + 4);
  f.known |= known.sequence;
  if (there < 12) return;
  words[at + atAcknowledgement] = view.getUint32(body + 8);
  f.known |= known.acknowledgement;
  if (there < 14) return;
  const window = there < 16 ? 0 : view.getUint16(body + 14);
  words[at + atTcp] = (window << 16) | (view.getUint16(body + 12) & 0xf1ff);
  f.known |= known.flags | known.headerLength;
  if (there >= 16) f.known |= known.window;
}
