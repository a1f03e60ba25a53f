/*
 * UDP, RFC 768:  0 be16 source port  2 be16 destination port  4 be16 length with this header  6 be16 checksum
 */
import { known, shape } from '../record.ts';
import { atPorts } from '../record-words.ts';
import type { Frame } from './frame-state.ts';
import { keepPayload } from './payload.ts';

const header = 8;

export function decodeUdp(f: Frame): void {
  const { body, bodyEnd, view } = f;
  const there = bodyEnd - body;
  if (there < 4) {
    f.shape |= shape.cut;
    return;
  }
  f.words[f.at + atPorts] = view.getUint32(body);
  f.known |= known.ports;
  if (there < header) {
    f.shape |= shape.cut;
    return;
  }
  const stated = view.getUint16(body + 4);
  const room = f.bodyWireEnd - body;
  const fits = stated >= header && (stated <= room || f.moreFragments);
  // 0 is left in segments that the network card cuts, and in jumbograms; everything else that does not fit lies.
  if (!fits && stated !== 0) f.shape |= shape.cut;
  const unknown = f.lies || (f.moreFragments && !fits);
  keepPayload(f, body + header, bodyEnd, unknown ? -1 : (fits ? stated : room) - header);
}
