/*
 * struct pfloghdr of pf(4), what the systems have in common:
 *
 *   0  u8   length of the header without its padding to whole words (OpenBSD, FreeBSD: 61 to 72; early ones: 45)
 *   1  u8   address family, the system's own number
 *   2  u8   action: 0 pass, 1 drop; the others are translations
 *   3  u8   reason
 *   4  char[16] interface, then char[16] rule set, be32 rule, be32 sub-rule ... be8 direction
 *
 * https://man.openbsd.org/pflog
 */
import { shape } from '../record.ts';
import { locateFamily } from './address-family.ts';
import type { Frame } from './frame-state.ts';
import { outcome } from './outcome.ts';

const least = 45;
const actionPass = 0;
const actionDrop = 1;

export function locatePflog(f: Frame, start: number, end: number): number {
  if (end - start < 4) return outcome.cutLink;
  const head = f.view.getUint32(start);
  const length = head >>> 24;
  if (length < least) return outcome.badLink;
  const padded = (length + 3) & ~3;
  if (end - start < padded) return outcome.cutLink;
  const action = (head >>> 8) & 0xff;
  if (action === actionDrop) f.shape |= shape.blocked;
  else if (action === actionPass) f.shape |= shape.allowed;
  return locateFamily(f, (head >>> 16) & 0xff, start + padded);
}
