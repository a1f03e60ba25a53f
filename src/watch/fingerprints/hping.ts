/** Window 512 is the default of versions 2 and 3, 64 the one that the manual states; the header is bare. */
export const isHpingWindow = (window: number): boolean => window === 512 || window === 64;
