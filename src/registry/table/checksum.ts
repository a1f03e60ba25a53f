import { endianness } from 'node:os';

/**
 * MurmurHash3 (x86, 32 bits, seed 0) of Austin Appleby: finds every change within one word and all but one in
 * four thousand million others. It guards against damage, not against malice. Own, because a look-up checks a few
 * thousand bytes (0.3 ms) and loading `node:zlib` for its CRC-32 alone takes 1.5 ms.
 */
export function checksum(bytes: Uint8Array): number {
  const words = wordsOf(bytes);
  let hash = 0;
  for (let place = 0; place < words.length; place++) {
    // Written out and without an iterator: most runs are cold, and there both cost.
    const spread = Math.imul(words[place] ?? 0, 0xcc9e2d51);
    hash ^= Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let place = bytes.length - 1; place >= words.length * 4; place--)
    tail = (tail << 8) | (bytes[place] ?? 0);
  hash ^= mixed(tail) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(word: number): number {
  const spread = Math.imul(word, 0xcc9e2d51);
  return Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
}

const isLittle = endianness() === 'LE';

/** The whole words, little-endian: in place where the machine and the alignment allow it. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const whole = bytes.length >>> 2;
  if (isLittle && bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, whole);
  const copy = Buffer.from(new Uint8Array(bytes.subarray(0, whole * 4)).buffer);
  if (!isLittle) copy.swap32();
  return new Uint32Array(copy.buffer, copy.byteOffset, whole);
}
