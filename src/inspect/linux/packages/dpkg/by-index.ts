import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spellings } from './canonical.ts';
import type { Catalogue, CatalogueOptions } from './listing.ts';
import { hashOfPath, plainName } from './index-file.ts';
import type { PathIndex } from './index-reader.ts';

/**
 * A catalogue from an open index. Where the index is damaged just at the place needed, `whole` answers instead (which
 * also writes the index anew).
 */
export function byIndex(
  index: PathIndex,
  { folder, merged }: CatalogueOptions,
  whole: () => Catalogue | null,
): Catalogue {
  const lists = new Map<string, Buffer | null>();
  const listOf = (name: string): Buffer | null => {
    const before = lists.get(name);
    if (before !== undefined) return before;
    const list = readList(join(folder, 'info', `${name}.list`));
    lists.set(name, list);
    return list;
  };
  return {
    complete: true,
    owners: (path) => {
      const candidates = index.candidates(hashOfPath(path, merged));
      if (candidates === null) return whole()?.owners(path) ?? [];
      const names = spellings(path, merged);
      return candidates
        .filter(({ listName }) => mayList(listOf(listName), names))
        .map(({ listName, version }) => ({ name: plainName(listName), version }));
    },
  };
}

// Two paths may have one hash: the package's own list decides, where it can be read.
const mayList = (list: Buffer | null, names: readonly string[]): boolean =>
  list === null ||
  names.some((name) => list.indexOf(`\n${name}\n`) !== -1 || list.indexOf(`${name}\n`) === 0);

function readList(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
