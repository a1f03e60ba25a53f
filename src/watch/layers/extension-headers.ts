/*
 * IPv6 extension headers, RFC 8200 and 4302:  0 u8 next header  1 u8 length  2 ...
 *
 * hop-by-hop, routing, destination: (length + 1) * 8 bytes. AH: (length + 2) * 4 bytes.
 * fragment: 8 bytes, of which 2 be16 = offset / 8 << 3 | more fragments.
 */
import { outcome } from './outcome.ts';

/** RFC 8200 has seven at most in order; a chain of them costs the reader, not the sender. */
const mostHeaders = 12;

const hopByHop = 0;
const routing = 43;
const fragmentHeader = 44;
const authentication = 51;
const destinationOptions = 60;

/** Where a walk ended: one object for all walks. */
export class Chain {
  protocol = 0;
  at = 0;
  /** A fragment header was met; then `fragment` is as the record has it: MF (bit 13), offset (0-12). */
  fragmented = false;
  fragment = 0;
}

/** Goes past the extension headers at `start`; behind a later fragment's header there is no transport header. */
export function walkExtensions(
  chain: Chain,
  view: DataView,
  next: number,
  start: number,
  end: number,
): number {
  chain.protocol = next;
  chain.at = start;
  chain.fragmented = false;
  chain.fragment = 0;
  for (let count = 0; count < mostHeaders; count++) {
    const kind = chain.protocol;
    const isFragment = kind === fragmentHeader;
    const isAuthentication = kind === authentication;
    const isOptions = kind === hopByHop || kind === routing || kind === destinationOptions;
    if (!isFragment && !isAuthentication && !isOptions) return outcome.record;
    const at = chain.at;
    if (end - at < 8) return outcome.cutExtensions;
    const units = view.getUint8(at + 1);
    const size = isFragment ? 8 : isAuthentication ? (units + 2) * 4 : (units + 1) * 8;
    chain.protocol = view.getUint8(at);
    if (isFragment) {
      const field = view.getUint16(at + 2);
      chain.fragmented = true;
      chain.fragment = ((field & 1) << 13) | (field >>> 3);
      if (field >>> 3 !== 0) {
        chain.at = at + size;
        return outcome.record;
      }
    }
    if (end - at < size) return outcome.cutExtensions;
    chain.at = at + size;
  }
  return outcome.badExtensions;
}
