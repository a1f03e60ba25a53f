import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

/** Address families as systems number them: IPv6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 FreeBSD, 30 macOS. */
export function locateFamily(f: Frame, family: number, at: number): number {
  f.network = at;
  switch (family) {
    case 2:
      f.version = 4;
      return outcome.record;
    case 10:
    case 24:
    case 28:
    case 30:
      f.version = 6;
      return outcome.record;
    default:
      return outcome.unknownFamily;
  }
}
