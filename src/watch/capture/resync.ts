/**
 * Bytes that a lost reader of captures looks at one by one before it gives the rest up: at some 40 MB/s these take
 * six seconds. Zeros are passed over quickly and not counted. Higher: more of a badly damaged file is found again,
 * and rubbish takes longer.
 */
export const mostSearched = 1 << 28;

export const gaveUp = 'more damage than is searched through: the rest was not looked at';

/** Where a run of zeros ends that begins at `from`, to within three bytes before its end. */
export function pastZeros(view: DataView, from: number, to: number): number {
  let at = from;
  while (at + 4 <= to && view.getUint32(at) === 0) at += 4;
  return at;
}
