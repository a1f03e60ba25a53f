/*
 * Options of an interface block:  0 u16 code  2 u16 length  4 value, padded to whole words; code 0 ends them
 *
 *   2 if_name      9 if_tsresol u8: units a second as power of 10, or with bit 7 of 2      14 if_tsoffset s64 seconds
 */
import type { Batch } from '../record.ts';

/** Of one section; packets of others are counted. A file of ten million interfaces holds nothing else. */
export const mostInterfaces = 65_536;

/** Different names kept for a whole input. */
const mostNames = 4096;
const longestName = 64;

const option = { end: 0, name: 2, resolution: 9, offset: 14 } as const;
const defaultPerSecond = 1e6;

/** The largest divisor with which the division of a 64-bit number in three steps is exact. */
const largestExact = 2 ** 35;
const two16 = 65_536;
const two32 = 2 ** 32;

export interface Interface {
  readonly linkType: number;
  /** 0 = unlimited. */
  readonly snap: number;
  /** Units of its timestamps in a second. */
  readonly perSecond: number;
  readonly offset: number;
  /** Index into the batch's names. */
  readonly name: number;
}

/** The interface that a block at start..end describes, trailing length not among it. */
export function readInterface(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  little: boolean,
  names: InterfaceNames,
): Interface {
  let perSecond = defaultPerSecond;
  let offset = 0;
  let name = 0;
  let at = start + 16;
  while (end - at >= 4) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    const value = at + 4;
    if (code === option.end || length > end - value) break;
    if (code === option.name) name = names.indexOf(bytes, value, value + length);
    else if (code === option.resolution && length > 0) perSecond = unitsOf(view.getUint8(value));
    else if (code === option.offset && length === 8) offset = signed64(view, value, little);
    at = value + ((length + 3) & ~3);
  }
  return {
    linkType: view.getUint16(start + 8, little),
    snap: view.getUint32(start + 12, little),
    perSecond,
    offset,
    name,
  };
}

const unitsOf = (resolution: number): number =>
  (resolution & 0x80) === 0 ? 10 ** resolution : 2 ** (resolution & 0x7f);

const signed64 = (view: DataView, at: number, little: boolean): number =>
  little
    ? view.getInt32(at + 4, true) * two32 + view.getUint32(at, true)
    : view.getInt32(at) * two32 + view.getUint32(at + 4);

/** A timestamp of two words in microseconds since 1970; the same number that a pcap file's fields give. */
export function timeOf(high: number, low: number, { perSecond, offset }: Interface): number {
  if (perSecond === 1e6 && high < 0x200000) return high * two32 + low + offset * 1e6;
  if (perSecond > largestExact) return ((high * two32 + low) / perSecond + offset) * 1e6;
  // Long division by hand: a double has not room for the whole number.
  const first = Math.floor(high / perSecond);
  const second = (high - first * perSecond) * two16 + (low >>> 16);
  const quotient = Math.floor(second / perSecond);
  const third = (second - quotient * perSecond) * two16 + (low & 0xffff);
  const last = Math.floor(third / perSecond);
  const seconds = first * two32 + quotient * two16 + last;
  return (seconds + offset) * 1e6 + ((third - last * perSecond) * 1e6) / perSecond;
}

/** Names of interfaces in a batch, each once. */
export class InterfaceNames {
  readonly #batch: Batch;
  readonly #indices = new Map<string, number>();

  constructor(batch: Batch) {
    this.#batch = batch;
  }

  /** 0, the unknown one, for an empty name and for names beyond what is kept. */
  indexOf(bytes: Uint8Array, from: number, to: number): number {
    let name = '';
    for (let at = from; at < Math.min(to, from + longestName); at++) {
      const code = bytes[at] ?? 0;
      if (code === 0) break;
      name += code > 0x20 && code < 0x7f ? String.fromCharCode(code) : '?';
    }
    if (name === '') return 0;
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    if (this.#indices.size === mostNames) return 0;
    const index = this.#batch.interfaces.push(name) - 1;
    this.#indices.set(name, index);
    return index;
  }
}
