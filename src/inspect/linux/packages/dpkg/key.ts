import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueOptions } from './listing.ts';

/** dpkg puts a new list in place by renaming it (the folder changes) and rewrites the status file each time. */
const watched = ['info', 'status'] as const;
/** A database changed this lately (ms) may change again without its times telling. */
const settledAfter = 2000;

/** What an index depends on: it is made anew when any of it has changed. Null where it cannot be read. */
export function databaseKey({ folder, merged }: Pick<CatalogueOptions, 'folder' | 'merged'>): string | null {
  try {
    const parts = watched.map((name) => {
      const { dev, ino, size, mtimeNs, ctimeNs } = statSync(join(folder, name), { bigint: true });
      return [name, dev, ino, size, mtimeNs, ctimeNs].join(' ');
    });
    return [folder, ...parts, [...merged].join(' ')].join('\n');
  } catch {
    return null;
  }
}

/** Whether the database has been left alone for long enough that its times can be relied on. */
export function isSettled(folder: string): boolean {
  try {
    return watched.every((name) => Date.now() - statSync(join(folder, name)).mtimeMs > settledAfter);
  } catch {
    return false;
  }
}
