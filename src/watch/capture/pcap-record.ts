/*
 * The header of a packet in a pcap file:
 *
 *   0  u32  seconds since 1970 UTC           8  u32  bytes kept of the packet
 *   4  u32  micro- or nanoseconds           12  u32  bytes it had
 *  16  u32  interface, u16 protocol, u8 packet type, u8 0: only with the magic a1b2cd34
 */
import type { PcapForm } from './pcap-header.ts';

/** The most that capturing programs keep of a packet; a header that says more is no header. */
export const largestPacket = 262_144;

/** As a lost reader sees it, a packet of more than 16 MB was on no wire. */
const largestOnWire = 1 << 24;

/** Headers that must follow one another before a lost reader believes in them. */
const chainLength = 5;

/** Neighbours in a chain are not further apart than 30 days. */
const largestGap = 30 * 86_400;

/** What `chainAt` answers when it can: a larger number is how many bytes it must see first. */
export const chain = { broken: 0, holds: 1 } as const;

/** Too large, or wholly empty as in a hole of zeros. */
export const isImplausible = (captured: number, original: number): boolean =>
  captured > largestPacket || (captured === 0 && original === 0);

/** Whether records follow one another from `start` on; at the input's end fewer do if they end there exactly. */
export function chainAt(view: DataView, start: number, to: number, form: PcapForm, ended: boolean): number {
  const { little, recordHeader } = form;
  let at = start;
  let before = -1;
  for (let count = 0; count < chainLength; count++) {
    if (to - at < recordHeader) {
      if (!ended) return at + recordHeader - start;
      return at === to && count > 0 ? chain.holds : chain.broken;
    }
    const seconds = view.getUint32(at, little);
    const fraction = view.getUint32(at + 4, little);
    const captured = view.getUint32(at + 8, little);
    const original = view.getUint32(at + 12, little);
    if (captured === 0 || captured > largestPacket || captured > original || original > largestOnWire) {
      return chain.broken;
    }
    if (fraction >= form.perSecond) return chain.broken;
    if (before >= 0 && Math.abs(seconds - before) > largestGap) return chain.broken;
    before = seconds;
    at += recordHeader + captured;
    if (at > to && ended) return chain.broken;
  }
  return chain.holds;
}
