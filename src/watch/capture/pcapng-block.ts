/*
 * Blocks of pcapng, https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html, in their section's byte order:
 *
 *   0  u32  type      4  u32  length of all, whole words      8  body      length - 4  u32  the length again
 *
 * Section header (0a0d0d0a, a palindrome):  8 u32 1a2b3c4d, which shows the order  12 u16 major  14 u16 minor
 *                                          16 s64 length of the section, -1 = unknown; it is not relied on
 * Interface (1):          8 u16 link type  12 u32 snap length  16 options
 * Enhanced packet (6):    8 u32 interface  12 u32 time high  16 u32 low  20 u32 captured  24 u32 original  28 data
 * Packet (2, obsolete):   8 u16 interface, u16 drops, the rest as the enhanced one
 * Simple packet (3):      8 u32 original  12 data
 */
export const blockType = {
  section: 0x0a0d0d0a,
  interface: 1,
  packet: 2,
  simplePacket: 3,
  enhancedPacket: 6,
} as const;

/** Names, statistics, journal entries, secrets, custom ones: passed over, but known when a lost reader looks. */
const others = new Set([4, 5, 7, 8, 9, 10, 0xbad, 0x40000bad]);

export const blockHead = 8;
export const leastBlock = 12;
export const sectionHead = 28;
export const packetHead = 28;
export const simplePacketHead = 12;

/** Of a block that is read; the largest packets that are captured are a quarter of it. */
const largestRead = 1 << 20;

/** Of one that is passed over. A length of 4 GiB is damage, not a block. */
const largestPassed = 1 << 24;

const orderMagic = 0x1a2b3c4d;

/** The order that a section header shows at its offset 8; null where it is none. */
export function orderAt(view: DataView, at: number): boolean | null {
  if (view.getUint32(at + 8, true) === orderMagic) return true;
  return view.getUint32(at + 8) === orderMagic ? false : null;
}

export function isPossibleLength(type: number, length: number): boolean {
  const read = type === blockType.section || (type <= blockType.enhancedPacket && type !== 4 && type !== 5);
  const least = type === blockType.section ? sectionHead : leastBlock;
  return length >= least && (length & 3) === 0 && length <= (read ? largestRead : largestPassed);
}

/** What `blockAt` answers when it can: a larger number is how many bytes it must see first. */
export const found = { no: 0, yes: 1 } as const;

/**
 * Whether a known block stands whole at `at`, its two lengths agreeing, with another one or the input's end behind
 * it. For a reader that is lost: bytes that happen to look so do not happen.
 */
export function blockAt(view: DataView, at: number, to: number, little: boolean, ended: boolean): number {
  if (to - at < leastBlock) return ended ? found.no : leastBlock;
  const length = headAt(view, at, little);
  if (length === 0) return found.no;
  if (to - at < length) return ended ? found.no : length;
  const order = view.getUint32(at, true) === blockType.section ? (orderAt(view, at) ?? little) : little;
  if (view.getUint32(at + length - 4, order) !== length) return found.no;
  const next = at + length;
  if (ended && next === to) return found.yes;
  if (to - next < leastBlock) return ended ? found.no : length + leastBlock;
  return headAt(view, next, order) === 0 ? found.no : found.yes;
}

/** The length of the known block whose head lies here; 0 where there is none. */
function headAt(view: DataView, at: number, little: boolean): number {
  const type = view.getUint32(at, little);
  const isSection = type === blockType.section;
  const order = isSection ? orderAt(view, at) : little;
  if (order === null) return 0;
  const isKnown = isSection || (type >= 1 && type <= blockType.enhancedPacket) || others.has(type);
  const length = view.getUint32(at + 4, order);
  return isKnown && length <= largestRead && isPossibleLength(type, length) ? length : 0;
}
