import { combine, mix } from './hash.ts';

/*
 * Conversations, whichever side began: sets of four places of two words each, found by the hash of both ends.
 *   0  tag
 *   1  bits 0-1: directions seen; 2: settled; 3: accepted; 4-11: packets that counted as probes, or as backscatter, of one direction
 *      (`flow` bits); 12: one side closed; 13: unasked; 16-31: when it was last touched, in ticks of 4,096 look-ups
 * A new conversation takes the place of the one that was touched longest ago.
 */
export const flow = {
  /** From the lower end to the higher, and back. */
  up: 1,
  down: 2,
  /** Traffic both ways, or known to be no probe: what follows is ordinary. */
  settled: 4,
  /** A SYN-ACK answered a SYN that was seen. */
  accepted: 8,
  /** A FIN was seen that counted as a probe. */
  closed: 1 << 12,
  /** A SYN-ACK answered what was not seen. */
  unasked: 1 << 13,
} as const;

const counted = 1 << 4;
const countedMask = 0xff << 4;
const ways = 4;

export class Flows {
  readonly #entries: Int32Array;
  readonly #mask: number;
  #tick = 0;
  /** Of the last look-up: this packet's direction, and the other. */
  direction = 0;
  opposite = 0;

  constructor(capacity: number) {
    this.#entries = new Int32Array(capacity * 2);
    this.#mask = capacity / ways - 1;
  }

  get held(): number {
    return this.#entries.byteLength;
  }

  /** The place of a conversation, new if need be; `ports` are source << 16 | destination. */
  enter(source: number, target: number, ports: number, protocol: number): number {
    const from = ports >>> 16;
    const to = ports & 0xffff;
    const up = source === target ? from <= to : source < target;
    this.direction = up ? flow.up : flow.down;
    this.opposite = up ? flow.down : flow.up;
    const low = up ? combine(source, from) : combine(target, to);
    const high = up ? combine(target, to) : combine(source, from);
    const tag = combine(low ^ protocol, high) | 1;
    const set = (mix(tag) & this.#mask) * ways * 2;
    this.#tick = (this.#tick + 1) | 0;
    const now = (this.#tick >>> 12) & 0xffff;
    let oldest = set;
    let age = -1;
    for (let place = set; place < set + ways * 2; place += 2) {
      const state = this.#entries[place + 1] as number;
      if ((this.#entries[place] as number) === tag) {
        this.#entries[place + 1] = (state & 0xffff) | (now << 16);
        return place + 1;
      }
      const since = this.#entries[place] === 0 ? 0x10000 : (now - (state >>> 16)) & 0xffff;
      if (since > age) {
        age = since;
        oldest = place;
      }
    }
    this.#entries[oldest] = tag;
    this.#entries[oldest + 1] = now << 16;
    return oldest + 1;
  }

  has(place: number, bits: number): boolean {
    return ((this.#entries[place] as number) & bits) !== 0;
  }

  mark(place: number, bits: number): void {
    this.#entries[place] = (this.#entries[place] as number) | bits;
  }

  clear(place: number, bits: number): void {
    this.#entries[place] = (this.#entries[place] as number) & ~bits;
  }

  /** One more packet of this conversation was counted as a probe. */
  count(place: number): void {
    const state = this.#entries[place] as number;
    if ((state & countedMask) !== countedMask) this.#entries[place] = state + counted;
  }

  /** Whether any were. */
  isCounted(place: number): boolean {
    return this.has(place, countedMask);
  }

  /** How many were, at most 255; they are taken back. */
  uncount(place: number): number {
    const state = this.#entries[place] as number;
    this.#entries[place] = state & ~countedMask;
    return (state & countedMask) >>> 4;
  }
}
