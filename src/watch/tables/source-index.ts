import { randomBytes } from 'node:crypto';
import { mix } from './hash.ts';

/*
 * Where the place of a source is: an open-addressed table of pairs {key, tag << 20 | slot + 1}, 0 = empty. The key is
 * the IPv4 address or a hash of the IPv6 one, the tag is protocol | IPv6 << 8. All protocols of an address lie in one
 * run of places, so that whether the address is new is seen on the way. The hash has a secret, since senders choose
 * their addresses.
 */
const slotBits = 20;
const slotMask = (1 << slotBits) - 1;

export class SourceIndex {
  readonly entries: Int32Array;
  readonly mask: number;
  readonly #secret = randomBytes(4).readInt32LE();

  constructor(sources: number) {
    // At most half full.
    const places = 1 << (33 - Math.clz32(sources - 1));
    this.entries = new Int32Array(places * 2);
    this.mask = places - 1;
  }

  get held(): number {
    return this.entries.byteLength;
  }

  /** 32 bits, of which the lowest are the place. */
  hashOf(key: number): number {
    return mix(key ^ this.#secret);
  }

  placeOf(key: number): number {
    return this.hashOf(key) & this.mask;
  }

  /** The slot of an IPv4 source, -1 where it has none. */
  find(key: number, tag: number): number {
    const entries = this.entries;
    const mask = this.mask;
    let place = mix(key ^ this.#secret) & mask;
    for (;;) {
      const value = entries[(place << 1) + 1] as number;
      if (value === 0) return -1;
      if ((entries[place << 1] as number) === key && value >>> slotBits === tag)
        return (value & slotMask) - 1;
      place = (place + 1) & mask;
    }
  }

  insert(key: number, tag: number, slot: number): void {
    let place = this.placeOf(key);
    while ((this.entries[(place << 1) + 1] as number) !== 0) place = (place + 1) & this.mask;
    this.entries[place << 1] = key;
    this.entries[(place << 1) + 1] = (tag << slotBits) | (slot + 1);
  }

  remove(key: number, tag: number, slot: number): void {
    const { entries, mask } = this;
    const value = (tag << slotBits) | (slot + 1);
    let place = this.placeOf(key);
    while ((entries[place << 1] as number) !== key || (entries[(place << 1) + 1] as number) !== value) {
      if ((entries[(place << 1) + 1] as number) === 0) return;
      place = (place + 1) & mask;
    }
    // What follows in the run moves up where it may stand there.
    for (
      let next = (place + 1) & mask;
      (entries[(next << 1) + 1] as number) !== 0;
      next = (next + 1) & mask
    ) {
      const home = this.placeOf(entries[next << 1] as number);
      if (((next - home) & mask) < ((next - place) & mask)) continue;
      entries[place << 1] = entries[next << 1] as number;
      entries[(place << 1) + 1] = entries[(next << 1) + 1] as number;
      place = next;
    }
    entries[(place << 1) + 1] = 0;
  }
}
