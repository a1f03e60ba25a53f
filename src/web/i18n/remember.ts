/**
 * What a key gave before, so that it is made once: pages say the same few numbers, dates and lists again and again, and
 * `Intl` takes longer for each than a page for a paragraph. Forgets all when there are too many.
 */
export function remember<K extends string | number, V>(most: number, make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    if (known.size >= most) known.clear();
    known.set(key, made);
    return made;
  };
}
