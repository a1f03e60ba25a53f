import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byIndex } from './by-index.ts';
import { prepareFolder, writeCached } from './cache.ts';
import { spellings } from './canonical.ts';
import { buildIndex, plainName, versionOf } from './index-file.ts';
import { openIndex, readInMemory } from './index-reader.ts';
import { databaseKey, isSettled } from './key.ts';
import type { Catalogue, CatalogueOptions } from './listing.ts';
import { type FileLists, readLists, searchLists } from './lists.ts';
import { parseVersions } from './status.ts';

type Versions = ReadonlyMap<string, string>;

/**
 * A catalogue from all lists, read now. Where an index may be kept at `indexPath` it is made on the way and used;
 * else each path is searched for.
 */
export function byLists(options: CatalogueOptions, indexPath: string | null): Catalogue | null {
  const key = databaseKey(options);
  const lists = readLists(join(options.folder, 'info'));
  if (lists === null) return null;
  let known: Versions | undefined;
  const versions = (): Versions => {
    known ??= readVersions(options.folder);
    return known;
  };
  const searching = bySearch(lists, versions, options);
  const file =
    indexPath === null || key === null ? null : keepIndex(indexPath, key, lists, versions, options);
  const index = file === null || key === null ? null : openIndex(readInMemory(file), file.length, key);
  return index === null ? searching : byIndex(index, options, () => searching);
}

const bySearch = (lists: FileLists, versions: () => Versions, { merged }: CatalogueOptions): Catalogue => ({
  complete: lists.complete,
  owners: (path) =>
    searchLists(lists, spellings(path, merged)).map((listName) => ({
      name: plainName(listName),
      version: versionOf(listName, versions()),
    })),
});

// The index, where one could be kept: making it costs as much as some twenty searches.
function keepIndex(
  path: string,
  key: string,
  lists: FileLists,
  versions: () => Versions,
  options: CatalogueOptions,
): Buffer | null {
  if (!lists.complete || !prepareFolder(path, options.uid) || !isSettled(options.folder)) return null;
  const file = buildIndex(lists, versions(), options.merged, key);
  // Asked again: dpkg may have been at work while the lists were read.
  if (file === null || databaseKey(options) !== key) return null;
  writeCached(path, file);
  return file;
}

function readVersions(folder: string): Versions {
  try {
    return parseVersions(readFileSync(join(folder, 'status'), 'utf8'));
  } catch {
    return new Map();
  }
}
