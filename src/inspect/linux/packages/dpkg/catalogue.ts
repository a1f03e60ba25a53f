import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { byIndex } from './by-index.ts';
import { byLists } from './by-lists.ts';
import { openCached } from './cache.ts';
import { openIndex, type PathIndex, readFrom } from './index-reader.ts';
import { databaseKey } from './key.ts';
import type { Catalogue, CatalogueOptions } from './listing.ts';

/** Gives the catalogue to `use` and its answer back; null where dpkg's lists cannot be read. */
export type WithCatalogue = <T>(use: (catalogue: Catalogue) => T) => T | null;

/**
 * Answers by the cached index where there is a valid one. Else all lists are read, once; an index is made and kept
 * where that is allowed, and each wanted path is searched for.
 */
export function catalogueOf(options: CatalogueOptions): WithCatalogue {
  const path = options.cacheFolder === null ? null : join(options.cacheFolder, 'dpkg.index');
  let read: Catalogue | null | undefined;
  const whole = (): Catalogue | null => {
    read ??= byLists(options, path);
    return read;
  };
  return (use) => {
    const file = read === undefined && path !== null ? openIndexFile(path, options) : null;
    if (file === null) {
      const catalogue = whole();
      return catalogue === null ? null : use(catalogue);
    }
    try {
      return use(byIndex(file.index, options, whole));
    } finally {
      closeSync(file.fd);
    }
  };
}

interface IndexFile {
  readonly fd: number;
  readonly index: PathIndex;
}

function openIndexFile(path: string, options: CatalogueOptions): IndexFile | null {
  const key = databaseKey(options);
  const file = key === null ? null : openCached(path, options.uid);
  if (file === null || key === null) return null;
  const index = openIndex(readFrom(file.fd), file.size, key);
  if (index !== null) return { fd: file.fd, index };
  closeSync(file.fd);
  return null;
}
