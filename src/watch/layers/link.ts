import { locateCooked, locateCooked2 } from './cooked.ts';
import { locateEthernet } from './ethernet.ts';
import type { Frame } from './frame-state.ts';
import { linkType } from './link-types.ts';
import { locateLoopback } from './loopback.ts';
import { locateNflog } from './nflog.ts';
import { outcome } from './outcome.ts';
import { locatePflog } from './pflog.ts';
import { locatePpp } from './ppp.ts';

/** Finds the network header behind the link header: `f.network`, or an outcome that says why there is none. */
export function locateNetwork(f: Frame, link: number, start: number, end: number, wireEnd: number): number {
  f.network = start;
  f.networkEnd = end;
  f.networkWireEnd = wireEnd;
  f.version = 0;
  switch (link) {
    case linkType.ethernet:
      return locateEthernet(f, start, end);
    case linkType.raw:
    case linkType.raw12:
    case linkType.raw14:
    case linkType.ipv4:
    case linkType.ipv6:
      return outcome.record;
    case linkType.linuxCooked:
      return locateCooked(f, start, end);
    case linkType.linuxCooked2:
      return locateCooked2(f, start, end);
    case linkType.null:
    case linkType.loop:
      return locateLoopback(f, start, end);
    case linkType.pflog:
      return locatePflog(f, start, end);
    case linkType.nflog:
      return locateNflog(f, start, end, wireEnd);
    case linkType.ppp:
    case linkType.pppHdlc:
      return locatePpp(f, start, end);
    default:
      return outcome.unknownLinkType;
  }
}
