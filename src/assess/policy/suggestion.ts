/** `; did you mean port?` where a known word is near, else the list of what there is. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(word.slice(0, 40).toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near !== undefined && near.distance <= Math.max(1, Math.floor(near.candidate.length / 3))) {
    return `; did you mean ${near.candidate}?`;
  }
  return `; expected one of ${known.join(', ')}`;
}

/** How many letters must be put in, left out, changed or swapped with a neighbour (Damerau and Levenshtein). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (before[j - 2] ?? 0) + 1
          : Infinity;
      row.push(
        Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost, swapped),
      );
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
