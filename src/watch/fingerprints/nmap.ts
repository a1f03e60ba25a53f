/** 1024 in current versions; older ones drew 1024, 2048, 3072 or 4096. */
export const isNmapWindow = (window: number): boolean =>
  (window & 0x3ff) === 0 && (window - 1024) >>> 0 <= 3072;
