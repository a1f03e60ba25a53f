/** `1 port`, `2 ports`, `1,250 ports`; the plural is given where it is not the word and an s. */
export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** As `counted`, with `about` where the number is estimated. */
export const countedAbout = (
  { count, exact }: { readonly count: number; readonly exact: boolean },
  one: string,
  many?: string,
): string => `${exact ? '' : 'about '}${counted(count, one, many)}`;

export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** Seconds in the words of people: `0.2 ms`, `12 s`, `5 min`, `3.7 h`, `2.5 d`. */
export function lasting(seconds: number): string {
  if (seconds < 0.001) return 'less than 1 ms';
  if (seconds < 1) return `${short(seconds * 1000)} ms`;
  if (seconds < 120) return `${short(seconds)} s`;
  if (seconds < 7200) return `${short(seconds / 60)} min`;
  return seconds < 172_800 ? `${short(seconds / 3600)} h` : `${short(seconds / 86_400)} d`;
}

const short = (value: number): string => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
