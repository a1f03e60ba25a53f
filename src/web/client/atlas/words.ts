export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const leastForSlip = 4;

/** The same word, the beginning of it, or one slip of the keyboard away where it is long enough. */
export function isClose(asked: string, known: string): boolean {
  if (known.startsWith(asked)) return true;
  return asked.length >= leastForSlip && Math.abs(asked.length - known.length) <= 1 && oneSlip(asked, known);
}

/** A letter put in, left out, changed, or two next to each other exchanged. */
function oneSlip(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rests = (skipA: number, skipB: number): boolean => a.slice(start + skipA) === b.slice(start + skipB);
  const swapped =
    a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
  return rests(1, 1) || rests(1, 0) || rests(0, 1) || swapped;
}
