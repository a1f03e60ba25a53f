/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const hashStart = 0x811c9dc5 | 0;
const prime = 0x01000193;

/** The state after the bytes from `start` to before `end`. */
export function hashBytes(bytes: Uint8Array, start = 0, end = bytes.length, state = hashStart): number {
  let hash = state;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), prime);
  return hash;
}

/** Spreads the state over all bits (the finaliser of MurmurHash3), as an unsigned number. */
export function hashEnd(state: number): number {
  let hash = state ^ (state >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
