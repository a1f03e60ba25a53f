import { dontFragment, known, optionBit, shape, tcpFlag, word } from '../record.ts';

/*
 * Small questions to a record, shared by the tools' signs. They run for every packet: no allocation, integers only,
 * short enough for V8 to inline.
 */

/** A word as a signed integer: V8 compares those without leaving integer arithmetic. */
export const wordAt = (words: Uint32Array, at: number, index: number): number =>
  (words[at + index] as number) | 0;

export const isV6 = (words: Uint32Array, at: number): boolean =>
  (wordAt(words, at, word.shape) & shape.v6) !== 0;

export const hasAll = (words: Uint32Array, at: number, needs: number): boolean =>
  (wordAt(words, at, word.known) & needs) === needs;

export const flagsAt = (words: Uint32Array, at: number): number => wordAt(words, at, word.tcp) & 0x1ff;

export const windowAt = (words: Uint32Array, at: number): number => wordAt(words, at, word.tcp) >>> 16;

export const ttlAt = (words: Uint32Array, at: number): number => (wordAt(words, at, word.ip) >>> 8) & 0xff;

export const ipIdAt = (words: Uint32Array, at: number): number => wordAt(words, at, word.ip) >>> 16;

export const lengthAt = (words: Uint32Array, at: number): number => wordAt(words, at, word.length) >>> 16;

export const payloadLengthAt = (words: Uint32Array, at: number): number =>
  wordAt(words, at, word.payload) >>> 8;

/** A SYN and nothing else: what every SYN scanner sends first. */
export const isPlainSyn = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.flags) && flagsAt(words, at) === tcpFlag.syn;

/** IPv4 with the "do not fragment" bit off, as raw sockets send; IPv6 has no such bit. */
export const mayFragment = (words: Uint32Array, at: number): boolean =>
  isV6(words, at) ||
  (hasAll(words, at, known.fragment) && (wordAt(words, at, word.length) & dontFragment) === 0);

/** A TCP header of `bytes` without data: by its own length, or by that of the packet where a log gives only this. */
export function headerIs(words: Uint32Array, at: number, bytes: number): boolean {
  const has = wordAt(words, at, word.known);
  if ((has & known.headerLength) !== 0) return ((wordAt(words, at, word.tcp) >>> 12) & 0xf) << 2 === bytes;
  return (has & known.length) !== 0 && lengthAt(words, at) === bytes + (isV6(words, at) ? 40 : 20);
}

/** The options are exactly these kinds in this order. */
export const optionsAre = (words: Uint32Array, at: number, kinds: number): boolean =>
  hasAll(words, at, known.optionKinds) && wordAt(words, at, word.optionKinds) === kinds;

/** The options' values are known and the MSS is this one. */
export const segmentIs = (words: Uint32Array, at: number, size: number): boolean =>
  hasAll(words, at, known.optionValues) &&
  (wordAt(words, at, word.optionValues) & optionBit.hasMss) !== 0 &&
  wordAt(words, at, word.optionValues) >>> 16 === size;

export const scaleIs = (words: Uint32Array, at: number, scale: number): boolean =>
  (wordAt(words, at, word.optionValues) & (0xff00 | optionBit.hasWindowScale)) ===
  ((scale << 8) | optionBit.hasWindowScale);

/**
 * The only option is an MSS of 1460; where the input gives neither options nor their values, as much of it as the
 * header's length shows.
 */
export function onlyCommonSegment(words: Uint32Array, at: number): boolean {
  const has = wordAt(words, at, word.known);
  if ((has & known.optionKinds) !== 0 && wordAt(words, at, word.optionKinds) !== onlySegment) return false;
  if ((has & known.optionValues) !== 0) return segmentIs(words, at, 1460);
  return headerIs(words, at, 24);
}

const onlySegment = 2;

/** Option kinds in the form of the record's word 16. */
export const optionLayout = (...kinds: readonly number[]): number => {
  let layout = 0;
  for (const [index, kind] of kinds.entries()) layout |= kind << (index * 3);
  return layout;
};
