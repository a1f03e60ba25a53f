import { addressWords } from './address-words.ts';

/** A network: its first address in words of 32 bits (one or four), bits behind the prefix cleared. */
export interface Cidr {
  readonly words: readonly number[];
  readonly bits: number;
}

/** `192.0.2.0/24`, `2001:db8::/32`, or an address alone; null for what is neither. */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf('/');
  const words = addressWords(slash === -1 ? text : text.slice(0, slash));
  if (words === null || text.includes('%')) return null;
  const most = words.length * 32;
  if (slash === -1) return { words, bits: most };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits)) return null;
  // A prefix of the mapped form counts from the front of IPv6.
  const bits = Number(digits) - (most === 32 && text.includes(':') ? 96 : 0);
  return bits < 0 || bits > most ? null : { words: prefixOf(words, bits), bits };
}

/** The first bits of an address; the rest is cleared. */
export const prefixOf = (words: readonly number[], bits: number): readonly number[] =>
  words.map((word, index) => {
    const kept = Math.max(0, Math.min(32, bits - index * 32));
    return kept === 0 ? 0 : (word & (-1 << (32 - kept))) >>> 0;
  });

/** A text that is equal for equal prefixes of one length, for maps. */
export const prefixKey = (words: readonly number[], bits: number): string => prefixOf(words, bits).join(' ');
