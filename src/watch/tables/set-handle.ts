/*
 * A set's handle: its kind << 24 | its block in the slab. Kinds 4 to 12 are hash tables of 2^kind words, 3
 * is a bitmap of the 256 values around the first; 0 is no set
 * (one value only), `sketched` one that found no room.
 */
export const kindOf = (handle: number): number => handle >>> 24;
export const blockOf = (handle: number): number => handle & 0xffffff;
export const handleOf = (kind: number, block: number): number => (kind << 24) | block;

export const smallestSet = 4;
export const rangeKind = 3;
export const bitmapKind = 13;
export const registersKind = 14;
export const sketched = 15 << 24;
