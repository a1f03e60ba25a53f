/** Cividis, which people with any colour vision read alike: from dark blue to yellow. */
const cividis: readonly (readonly [number, number, number])[] = [
  [0, 32, 81],
  [17, 54, 108],
  [60, 77, 110],
  [98, 100, 111],
  [127, 124, 117],
  [154, 148, 120],
  [187, 175, 113],
  [226, 203, 92],
  [253, 234, 69],
];

/** Counts from 1 to 10,000 in steps of a tenth of a decade; above it stays the same. */
const decades = 4;
const steps = decades * 10 + 1;

/** Which step of the ramp a count has: logarithmic, since one packet and a thousand are both common. */
export const stepOf = (count: number): number =>
  Math.min(steps - 1, Math.max(0, Math.round(Math.log10(count) * 10)));

/** More is farther from the paper: on dark pages towards yellow, on light ones towards dark blue. */
export const rampOf = (dark: boolean): readonly (readonly [number, number, number])[] =>
  Array.from({ length: steps }, (_, step) => {
    // The end that is nearest to the paper is left out: one packet must be seen.
    const share = 0.22 + (0.78 * step) / (steps - 1);
    return between(dark ? share : 1 - share);
  });

function between(share: number): readonly [number, number, number] {
  const place = share * (cividis.length - 1);
  const below = Math.min(cividis.length - 2, Math.floor(place));
  const [from, to] = [cividis[below] ?? [0, 0, 0], cividis[below + 1] ?? [0, 0, 0]];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (place - below));
  return [mix(0), mix(1), mix(2)];
}
