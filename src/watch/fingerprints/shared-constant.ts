import { known, protocol, shape, tcpFlag, word } from '../record.ts';
import type { SharedConstant } from '../source-summary.ts';
import { wordAt } from './fields.ts';

/*
 * Behind an address translation the packets' destination is not the one that their sender wrote, so that masscan's and
 * Mirai's relations fail. What is left: at one target, masscan's `id ^ port ^ sequence` (16 bits) and Mirai's sequence
 * number are the same from every source. Here are counted values that come again from another source.
 *
 * Two tables of fixed size. An entry gives way to another that falls on it while one source alone has shown it; else
 * it loses a point of credit first, of which it gains one with each packet from another than its first source. An
 * entry, 8 words:
 *   0  destination
 *   1  value
 *   2  packets with it, those that repeat the sequence before them left out for masscan
 *   3  sources as a bitmap of 32 hashed places
 *   4  the first source
 *   5  credit << 1 | several sources
 *   6  masscan: sequence of the latest packet
 *   7  packets of the target when the entry was made
 *
 * A target, 2 words: destination, packets tried. The value itself, which is the address before the translation, is
 * never handed out.
 */
const entryStride = 8;

export interface SharedConstantsSize {
  /** Entries of each tool's table; a power of two. */
  readonly entries?: number;
  /** Targets that are told apart; a power of two. */
  readonly targets?: number;
}

const needsOfMasscan = known.sequence | known.ipId | known.ports | known.flags;
const needsOfMirai = known.sequence | known.flags;

export class SharedConstants {
  readonly #masscan: Uint32Array;
  readonly #mirai: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #entryMask: number;
  readonly #targetMask: number;

  constructor({ entries = 8192, targets = 4096 }: SharedConstantsSize = {}) {
    this.#masscan = new Uint32Array(entries * entryStride);
    this.#mirai = new Uint32Array(entries * entryStride);
    this.#targets = new Uint32Array(targets * 2);
    this.#entryMask = entries - 1;
    this.#targetMask = targets - 1;
  }

  /** Bytes held; it never grows. */
  get bytes(): number {
    return this.#masscan.byteLength + this.#mirai.byteLength + this.#targets.byteLength;
  }

  /** Counts a record of a source (any number that stands for it alone). Other than IPv4 SYNs do nothing. */
  add(words: Uint32Array, at: number, sourceSlot: number): void {
    if (!isSyn(words, at)) return;
    const destination = wordAt(words, at, word.destination);
    const sequence = wordAt(words, at, word.sequence);
    const tried = this.#countTarget(destination);
    const has = wordAt(words, at, word.known);
    if ((has & needsOfMasscan) === needsOfMasscan)
      count(
        this.#masscan,
        this.#entryMask,
        destination,
        masscanValue(words, at),
        sequence,
        sourceSlot,
        tried,
      );
    if ((has & needsOfMirai) === needsOfMirai)
      count(this.#mirai, this.#entryMask, destination, sequence, sequence, sourceSlot, tried);
  }

  /** The constant that this record shares with another source at its target; null where it shares none. */
  find(words: Uint32Array, at: number): SharedConstant | null {
    if (!isSyn(words, at)) return null;
    const destination = wordAt(words, at, word.destination);
    const has = wordAt(words, at, word.known);
    const tried = this.#triedAt(destination);
    if (tried === 0) return null;
    // Mirai first: its number holds masscan's constant in its low half, never the other way round.
    if ((has & needsOfMirai) === needsOfMirai) {
      const entry = slotOf(destination, wordAt(words, at, word.sequence), this.#entryMask);
      const found = shared(this.#mirai, entry, destination, wordAt(words, at, word.sequence), tried, 'mirai');
      if (found !== null) return found;
    }
    if ((has & needsOfMasscan) !== needsOfMasscan) return null;
    const value = masscanValue(words, at);
    const entry = slotOf(destination, value, this.#entryMask);
    return shared(this.#masscan, entry, destination, value, tried, 'masscan');
  }

  /** Packets of a target, the new one among them; another target on the same place begins anew. */
  #countTarget(destination: number): number {
    const at = (hashOf(destination, 0) & this.#targetMask) << 1;
    if (wordAt(this.#targets, at, 0) !== destination) {
      this.#targets[at] = destination;
      this.#targets[at + 1] = 0;
    }
    const tried = wordAt(this.#targets, at, 1) + 1;
    this.#targets[at + 1] = tried;
    return tried;
  }

  #triedAt(destination: number): number {
    const at = (hashOf(destination, 0) & this.#targetMask) << 1;
    return wordAt(this.#targets, at, 0) === destination ? wordAt(this.#targets, at, 1) : 0;
  }
}

const isSyn = (words: Uint32Array, at: number): boolean =>
  (wordAt(words, at, word.shape) & (0xff | shape.v6)) === protocol.tcp &&
  (wordAt(words, at, word.known) & known.flags) !== 0 &&
  (wordAt(words, at, word.tcp) & 0x1ff) === tcpFlag.syn;

const masscanValue = (words: Uint32Array, at: number): number =>
  ((wordAt(words, at, word.ip) >>> 16) ^ wordAt(words, at, word.ports) ^ wordAt(words, at, word.sequence)) &
  0xffff;

function hashOf(one: number, other: number): number {
  let hash = Math.imul(one ^ Math.imul(other, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

const slotOf = (destination: number, value: number, mask: number): number =>
  (hashOf(destination, value) & mask) * entryStride;

function count(
  table: Uint32Array,
  mask: number,
  destination: number,
  value: number,
  sequence: number,
  source: number,
  tried: number,
): void {
  const at = slotOf(destination, value, mask);
  const state = wordAt(table, at, 5);
  if (wordAt(table, at, 2) === 0 || wordAt(table, at, 0) !== destination || wordAt(table, at, 1) !== value) {
    if (state >>> 1 > 0) {
      table[at + 5] = state - 2;
      return;
    }
    table[at] = destination;
    table[at + 1] = value;
    table[at + 2] = 1;
    table[at + 3] = placeOf(source);
    table[at + 4] = source;
    table[at + 5] = 0;
    table[at + 6] = sequence;
    table[at + 7] = tried - 1;
    return;
  }
  const other = wordAt(table, at, 4) !== (source | 0);
  // A packet that was sent again proves nothing anew; Mirai's have one number, there only sources count.
  if (wordAt(table, at, 6) !== sequence || sequence === value) table[at + 2] = wordAt(table, at, 2) + 1;
  table[at + 6] = sequence;
  if (!other) return;
  table[at + 3] = wordAt(table, at, 3) | placeOf(source);
  table[at + 5] = (Math.min((state >>> 1) + 1, 255) << 1) | 1;
}

const placeOf = (source: number): number => 1 << (hashOf(source, 1) >>> 27);

function shared(
  table: Uint32Array,
  at: number,
  destination: number,
  value: number,
  tried: number,
  tool: SharedConstant['tool'],
): SharedConstant | null {
  if (wordAt(table, at, 0) !== destination || wordAt(table, at, 1) !== value) return null;
  if ((wordAt(table, at, 5) & 1) === 0) return null;
  const matches = wordAt(table, at, 2) >>> 0;
  const since = tried - wordAt(table, at, 7);
  // The target's own count began anew behind the entry: how many were tried is not known any more.
  if (since < matches) return null;
  return { tool, matches, tried: since, sources: sourcesIn(wordAt(table, at, 3)) };
}

/** Linear counting: how many sources leave so many of 32 places empty; two are certain. */
function sourcesIn(places: number): number {
  let taken = 0;
  for (let rest = places; rest !== 0; rest &= rest - 1) taken++;
  const empty = Math.max(0.5, 32 - taken);
  return Math.max(2, Math.round(32 * Math.log(32 / empty)));
}
