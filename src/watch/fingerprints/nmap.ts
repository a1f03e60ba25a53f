import { known } from '../record.ts';
import { hasAll, headerIs, mayFragment, onlyCommonSegment, windowAt } from './fields.ts';

/** 1024 in current versions; older ones drew 1024, 2048, 3072 or 4096. */
const isWindow = (window: number): boolean => (window & 0x3ff) === 0 && window !== 0 && window <= 4096;

/** The SYN of `-sS`. masscan's bytes are the same but for the window, so this alone is weak. */
export const signNmapSyn = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.window) &&
  isWindow(windowAt(words, at)) &&
  mayFragment(words, at) &&
  onlyCommonSegment(words, at);

/** The probes of `-sN -sF -sX -sM -sA -sW`: a bare header with such a window. The caller has seen the flags. */
export const signNmapFlags = (words: Uint32Array, at: number): boolean =>
  hasAll(words, at, known.window) &&
  isWindow(windowAt(words, at)) &&
  mayFragment(words, at) &&
  headerIs(words, at, 20);
