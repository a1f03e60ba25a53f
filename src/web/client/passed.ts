const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** The largest unit of which at least one has passed, and how many; both times in milliseconds. */
export function passed(at: number, now: number): readonly [count: number, unit: Intl.RelativeTimeFormatUnit] {
  const seconds = Math.round((at - now) / 1000);
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  return step === undefined ? [0, 'second'] : [Math.trunc(seconds / step[1]), step[0]];
}
