import { protocol } from '../record.ts';
import type { Frame } from './frame-state.ts';
import { decodeIcmp } from './icmp.ts';
import { keepPayload } from './payload.ts';
import { decodeDccp, decodeSctp } from './ported.ts';
import { decodeTcp } from './tcp.ts';
import { decodeUdp } from './udp.ts';

/** Decodes what the IP header announced, as far as it was captured. */
export function decodeTransport(f: Frame): void {
  if (!f.hasBody) return;
  switch (f.protocol) {
    case protocol.tcp:
      decodeTcp(f);
      break;
    case protocol.udp:
      decodeUdp(f);
      break;
    case protocol.icmp:
      if (f.v6) keepBody(f);
      else decodeIcmp(f);
      break;
    case protocol.icmpv6:
      if (f.v6) decodeIcmp(f);
      else keepBody(f);
      break;
    case protocol.sctp:
      decodeSctp(f);
      break;
    case protocol.dccp:
      decodeDccp(f);
      break;
    default:
      keepBody(f);
  }
}

/** Of other protocols all that IP carries is payload. */
const keepBody = (f: Frame): void =>
  keepPayload(f, f.body, f.bodyEnd, f.lies || f.moreFragments ? -1 : f.bodyWireEnd - f.body);
