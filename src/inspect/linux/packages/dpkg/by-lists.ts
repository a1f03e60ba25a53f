import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareFolder, writeCached } from './cache.ts';
import { spellings } from './canonical.ts';
import type { Catalogue, CatalogueOptions } from './listing.ts';
import { buildIndex, plainName, versionOf } from './index-file.ts';
import { databaseKey, isSettled } from './key.ts';
import { type FileLists, readLists, searchLists } from './lists.ts';
import { parseVersions } from './status.ts';

type Versions = ReadonlyMap<string, string>;

/** A catalogue from all lists, read now; on the way an index of them is kept at `indexPath` where that is allowed. */
export function byLists(options: CatalogueOptions, indexPath: string | null): Catalogue | null {
  const key = databaseKey(options);
  const lists = readLists(join(options.folder, 'info'));
  if (lists === null) return null;
  let known: Versions | undefined;
  const versions = (): Versions => {
    known ??= readVersions(options.folder);
    return known;
  };
  if (indexPath !== null && key !== null) keepIndex(indexPath, key, lists, versions, options);
  return {
    complete: lists.complete,
    owners: (path) =>
      spellings(path, options.merged)
        .flatMap((spelling) => searchLists(lists, spelling))
        .map((listName) => ({ name: plainName(listName), version: versionOf(listName, versions()) })),
  };
}

function keepIndex(
  path: string,
  key: string,
  lists: FileLists,
  versions: () => Versions,
  options: CatalogueOptions,
): void {
  if (!lists.complete || !prepareFolder(path, options.uid) || !isSettled(options.folder)) return;
  const file = buildIndex(lists, versions(), options.merged, key);
  // Asked again: dpkg may have been at work while the lists were read.
  if (file !== null && databaseKey(options) === key) writeCached(path, file);
}

function readVersions(folder: string): Versions {
  try {
    return parseVersions(readFileSync(join(folder, 'status'), 'utf8'));
  } catch {
    return new Map();
  }
}
