/*
 * Transports that are told by their ports alone.
 *
 * SCTP, RFC 9260:  0 be16 source port  2 be16 destination port  4 be32 tag  8 be32 checksum  12 chunks
 * DCCP, RFC 4340:  0 be16 source port  2 be16 destination port  4 ...
 */
import { known, shape } from '../record.ts';
import { atPorts } from '../record-words.ts';
import type { Frame } from './frame-state.ts';
import { keepPayload } from './payload.ts';

const sctpHeader = 12;

export function decodeSctp(f: Frame): void {
  if (!decodePorts(f)) return;
  const payload = f.body + sctpHeader;
  if (payload > f.bodyEnd) f.shape |= shape.cut;
  else keepPayload(f, payload, f.bodyEnd, f.lies || f.moreFragments ? -1 : f.bodyWireEnd - payload);
}

export const decodeDccp = decodePorts;

function decodePorts(f: Frame): boolean {
  if (f.bodyEnd - f.body < 4) {
    f.shape |= shape.cut;
    return false;
  }
  f.words[f.at + atPorts] = f.view.getUint32(f.body);
  f.known |= known.ports;
  return true;
}
