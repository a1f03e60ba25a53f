import { known, optionKind, shape, word } from '../record.ts';
import {
  hasAll,
  ipIdAt,
  mayFragment,
  optionLayout,
  optionsAre,
  scaleIs,
  segmentIs,
  ttlAt,
  windowAt,
  wordAt,
} from './fields.ts';

const { mss, nop, windowScale, sackOk, timestamp } = optionKind;
const windowsLayout = optionLayout(mss, nop, windowScale, nop, nop, sackOk);
const linuxLayout = optionLayout(mss, sackOk, timestamp, nop, windowScale);
const bsdLayout = optionLayout(mss, nop, windowScale, nop, nop, timestamp, sackOk);

const identificationNeeds = known.ipId | known.window;
const optionsNeeds = known.ttl | known.window | known.fragment | known.optionKinds | known.optionValues;

/** Until 4.0: id 54321. Alone it was met by chance in scans of other tools; with window 65535 never. */
export const signZmapIdentification = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, identificationNeeds) &&
  ipIdAt(words, at) === 54321 &&
  windowAt(words, at) === 65535 &&
  (wordAt(words, at, word.shape) & shape.v6) === 0;

/** The same of UDP and ICMP, where the id stands alone: several packets are needed. */
export const signZmapIdentificationOnly = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.ipId) &&
  ipIdAt(words, at) === 54321 &&
  (wordAt(words, at, word.shape) & shape.v6) === 0;

/** What the option sets of 4.1 and newer share; kernels that send such options set DF. */
export const mayBeZmapOptions = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, optionsNeeds) &&
  windowAt(words, at) === 65535 &&
  mayFragment(words, at) &&
  segmentIs(words, at, 1460);

/** Default since 4.1.1, which also starts at TTL 64: no Windows does. */
export const signZmapWindows = (words: Uint32Array, at: number): boolean =>
  optionsAre(words, at, windowsLayout) && scaleIs(words, at, 8) && ttlAt(words, at) <= 64;

/** Default of 4.1.0, which started at TTL 255. The first SYN of a connection has nothing to echo. */
export const signZmapLinux = (words: Uint32Array, at: number): boolean =>
  optionsAre(words, at, linuxLayout) &&
  scaleIs(words, at, 7) &&
  isUnixTime(words, at) &&
  (ttlAt(words, at) <= 64 || ttlAt(words, at) > 128);

export const signZmapBsd = (words: Uint32Array, at: number): boolean =>
  optionsAre(words, at, bsdLayout) &&
  scaleIs(words, at, 6) &&
  isUnixTime(words, at) &&
  ttlAt(words, at) <= 64;

export const signZmapSmallest = (words: Uint32Array, at: number): boolean =>
  optionsAre(words, at, mss) && ttlAt(words, at) <= 64;

/** The timestamp is the time of day: after 4.1.0 came out (March 2024) and, as a signed number, before 2038. */
const isUnixTime = (words: Uint32Array, at: number): boolean =>
  wordAt(words, at, word.timestampEcho) === 0 && wordAt(words, at, word.timestamp) >= 1_710_000_000;
