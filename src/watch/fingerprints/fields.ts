import { dontFragment, known, optionBit, shape, word } from '../record.ts';

/*
 * Small questions to a record, shared by the tools' signs. They run for every packet: words are handed on as plain
 * integers instead of being loaded again, nothing is allocated, and each is short enough for V8 to inline.
 */

/** A word as a signed integer: V8 compares those without leaving integer arithmetic. */
export const wordAt = (words: Uint32Array, at: number, index: number): number =>
  (words[at + index] as number) | 0;

/** IPv4 with "do not fragment" on, as every kernel sets it that looks for the path's MTU. */
export const hasDontFragment = (has: number, form: number, length: number): boolean =>
  (form & shape.v6) === 0 && (has & known.fragment) !== 0 && (length & dontFragment) !== 0;

/** IPv4 with it known to be off; IPv6 has no such bit. */
export const mayFragment = (has: number, form: number, length: number): boolean =>
  (form & shape.v6) !== 0 || ((has & known.fragment) !== 0 && (length & dontFragment) === 0);

/**
 * Bytes of the TCP header: its own word for it, or, where a log gives none, those of a packet without data behind the
 * plain IP header. -1 = unknown.
 */
export function headerBytes(has: number, form: number, tcp: number, length: number): number {
  if ((has & known.headerLength) !== 0) return ((tcp >>> 12) & 0xf) << 2;
  if ((has & known.length) === 0) return -1;
  return (length >>> 16) - ((form & shape.v6) === 0 ? 20 : 40);
}

/** The MSS of word 17 where it has one, else -1. */
export const segmentOf = (values: number): number => ((values & optionBit.hasMss) === 0 ? -1 : values >>> 16);

/** The window scale of word 17 where it has one, else -1. */
export const scaleOf = (values: number): number =>
  (values & optionBit.hasWindowScale) === 0 ? -1 : (values >>> 8) & 0xff;

/** The only option is an MSS of 1460: as much of this as the input gives, the header's length at least. */
export function onlyCommonSegment(words: Uint32Array, at: number, has: number, header: number): boolean {
  if (header !== 24 && header !== -1) return false;
  const kindsKnown = (has & known.optionKinds) !== 0;
  if (kindsKnown && wordAt(words, at, word.optionKinds) !== segmentAlone) return false;
  if ((has & known.optionValues) !== 0) return segmentOf(wordAt(words, at, word.optionValues)) === 1460;
  return kindsKnown || header === 24;
}

const segmentAlone = 2;

/** Option kinds in the form of the record's word 16. */
export const optionLayout = (...kinds: readonly number[]): number =>
  kinds.reduce((layout, kind, index) => layout | (kind << (index * 3)), 0);
