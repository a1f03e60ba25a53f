import type { Frame } from './frame-state.ts';
import { decodeIPv4 } from './ipv4.ts';
import { decodeIPv6 } from './ipv6.ts';
import { outcome } from './outcome.ts';

/** Decodes the IP header that the link layer found; the version it announced must be the header's own. */
export function decodeNetwork(f: Frame): number {
  const { network, networkEnd, networkWireEnd, version } = f;
  if (network >= networkEnd) return version === 6 ? outcome.cutIPv6 : outcome.cutIPv4;
  const own = f.view.getUint8(network) >>> 4;
  if (version !== 0 && version !== own) return outcome.badVersion;
  if (own === 4) return decodeIPv4(f, network, networkEnd, networkWireEnd);
  if (own === 6) return decodeIPv6(f, network, networkEnd, networkWireEnd);
  return outcome.badVersion;
}
