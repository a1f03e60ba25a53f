import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OwningPackage } from '../../../listener.ts';
import type { PackageFinder } from '../finder.ts';
import { canonical, mergedFolders, type MergedFolders } from './canonical.ts';
import { type Diversion, parseDiversions } from './diversions.ts';
import { catalogueOf } from './catalogue.ts';
import type { Catalogue } from './listing.ts';

/** Where dpkg keeps what it knows, below the root. */
const database = 'var/lib/dpkg';

export interface DpkgOptions {
  /** The root of the system asked about; `/` but for tests. */
  readonly root: string;
  /** Where the index is kept; null = nowhere. */
  readonly cacheFolder: string | null;
  readonly uid: number;
}

/** A finder over dpkg's database; null where this system has none. It is opened at the first question. */
export function dpkgFinder({ root, cacheFolder, uid }: DpkgOptions): PackageFinder | null {
  const folder = join(root, database);
  if (!statSync(join(folder, 'status'), { throwIfNoEntry: false })?.isFile()) return null;
  let ask: Ask | undefined;
  const known = new Map<string, OwningPackage | null>();
  return {
    find(paths) {
      ask ??= openDatabase(folder, root, cacheFolder, uid);
      const fresh = paths.filter((path) => !known.has(path));
      if (fresh.length > 0) for (const [path, owner] of ask(fresh)) known.set(path, owner);
      return new Map(
        paths.flatMap((path) => {
          const owner = known.get(path);
          return owner === undefined ? [] : [[path, owner] as const];
        }),
      );
    },
  };
}

type Ask = (paths: readonly string[]) => readonly (readonly [string, OwningPackage | null])[];

function openDatabase(folder: string, root: string, cacheFolder: string | null, uid: number): Ask {
  const merged = mergedFolders(root);
  const diversions = parseDiversions(readOrEmpty(join(folder, 'diversions')), merged);
  const withCatalogue = catalogueOf({ folder, merged, cacheFolder, uid });
  return (paths) =>
    withCatalogue((catalogue) =>
      paths.flatMap((path) => {
        const owner = ownerOf(path, { catalogue, diversions, merged });
        return owner === undefined ? [] : [[path, owner] as const];
      }),
    ) ?? [];
}

interface Database {
  readonly catalogue: Catalogue;
  readonly diversions: readonly Diversion[];
  readonly merged: MergedFolders;
}

// Undefined: cannot be told.
function ownerOf(
  path: string,
  { catalogue, diversions, merged }: Database,
): OwningPackage | null | undefined {
  // A path that is no text cannot be asked for, and one with a newline cannot be in a list of lines.
  if (path.includes('\ufffd') || !path.startsWith('/')) return undefined;
  if (path.includes('\n')) return null;
  const wanted = canonical(path, merged);
  const kept = diversions.find(({ from }) => from === wanted);
  const own = catalogue.owners(wanted).find(({ name }) => kept === undefined || name === kept.by);
  if (own !== undefined) return { ...own, manager: 'dpkg' };
  for (const { from, by } of diversions.filter(({ to }) => to === wanted)) {
    const moved = catalogue.owners(from).find(({ name }) => name !== by);
    if (moved !== undefined) return { ...moved, manager: 'dpkg' };
  }
  return catalogue.complete ? null : undefined;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
