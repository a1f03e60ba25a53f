import { known, shape, word } from '../record.ts';
import { headerIs, hasAll, mayFragment, onlyCommonSegment, windowAt, wordAt } from './fields.ts';

const relationNeeds = known.ports | known.ipId | known.sequence;

/** id = low half of (destination ^ port ^ sequence); only IPv4 has an id in its header. */
export const signMasscanRelation = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, relationNeeds) &&
  (wordAt(words, at, word.shape) & shape.v6) === 0 &&
  ((wordAt(words, at, word.destination) ^
    wordAt(words, at, word.ports) ^
    wordAt(words, at, word.sequence) ^
    (wordAt(words, at, word.ip) >>> 16)) &
    0xffff) ===
    0;

/** An echo request carries the same number, here as identifier and sequence, and no port. */
export const signMasscanEcho = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.ipId | known.echo) &&
  (wordAt(words, at, word.shape) & shape.v6) === 0 &&
  ((wordAt(words, at, word.destination) ^
    wordAt(words, at, word.sequence) ^
    (wordAt(words, at, word.ip) >>> 16)) &
    0xffff) ===
    0;

/** A bare header with this window: 0 until January 2014, 1024 from then until November 2023. */
export const signMasscanBare = (words: Uint32Array, at: number, window: number): boolean =>
  hasAll(words, at, known.window) &&
  windowAt(words, at) === window &&
  mayFragment(words, at) &&
  headerIs(words, at, 20);

/** Since November 2023: window 1025 and an MSS of 1460 as the only option. */
export const signMasscanWindow1025 = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.window) &&
  windowAt(words, at) === 1025 &&
  mayFragment(words, at) &&
  onlyCommonSegment(words, at);
