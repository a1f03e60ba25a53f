import { addressText } from '../probe-at.ts';
import { addressKey } from '../tables/sources.ts';
import { parseAddress } from './parse-address.ts';

/** The addresses of this host or array, to be asked for each packet. */
export class OwnAddresses {
  readonly isEmpty: boolean;
  /** The low bytes of the keys: most foreign addresses are told by it. */
  readonly #lowBytes = new Uint8Array(256);
  readonly #keys = new Map<number, Uint32Array[]>();
  readonly #texts = new Set<string>();

  constructor(addresses: readonly string[]) {
    for (const text of addresses) {
      const words = parseAddress(text);
      if (words === null) continue;
      const key = addressKey(words, 0, words.length === 4);
      this.#texts.add(addressText(words, 0, words.length === 4));
      this.#lowBytes[key & 0xff] = 1;
      this.#keys.set(key, [...(this.#keys.get(key) ?? []), words]);
    }
    this.isEmpty = this.#keys.size === 0;
  }

  /** Whether the IPv4 address may be one of them: false is certain. */
  mayHave(key: number): boolean {
    return this.#lowBytes[key & 0xff] === 1;
  }

  /** The same of an address in its canonical text. */
  hasText(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Whether the address at `at`, whose key this is, is one of them. */
  has(words: Uint32Array, at: number, v6: boolean, key: number): boolean {
    if (this.#lowBytes[key & 0xff] === 0) return false;
    const held = this.#keys.get(key);
    return (
      held !== undefined &&
      held.some((one) => (one.length === 4) === v6 && one.every((word, part) => word === words[at + part]))
    );
  }
}
