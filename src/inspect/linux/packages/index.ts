import type { OwningPackage } from '../../listener.ts';
import { cacheFolder } from './dpkg/cache.ts';
import { dpkgFinder } from './dpkg/finder.ts';
import type { PackageFinder } from './finder.ts';
import { rpmFinder } from './rpm.ts';

export type { PackageFinder } from './finder.ts';

export interface PackageFinderOptions {
  /** The root of the system asked about; `/` by default. */
  readonly root?: string;
  /** Where the index of dpkg's lists is kept; null = nowhere. By default the user's cache folder. */
  readonly cacheFolder?: string | null;
  readonly rpmCommand?: string;
  /** Milliseconds that rpm may take for one question; 2,000 by default. */
  readonly rpmTimeout?: number;
}

/**
 * A look-up over the package databases of this system, dpkg's read from its files, rpm's asked of rpm. It keeps its
 * answers: make one for each look. Without any database every path is left out.
 */
export function packageFinder(options: PackageFinderOptions = {}): PackageFinder {
  const { root = '/', rpmCommand = '/usr/bin/rpm', rpmTimeout = 2000 } = options;
  const uid = process.geteuid?.() ?? 0;
  const folder = options.cacheFolder === undefined ? cacheFolder(uid, process.env) : options.cacheFolder;
  const finders = [
    dpkgFinder({ root, cacheFolder: folder, uid }),
    rpmFinder({ root, command: rpmCommand, timeout: rpmTimeout }),
  ].filter((finder) => finder !== null);
  return { find: (paths) => findIn(finders, paths) };
}

// The first owner counts; "none" only where every database says so.
function findIn(
  finders: readonly PackageFinder[],
  paths: readonly string[],
): ReadonlyMap<string, OwningPackage | null> {
  const found = new Map<string, OwningPackage | null>();
  if (finders.length === 0) return found;
  const answered = new Map(paths.map((path) => [path, 0]));
  for (const finder of finders) {
    const open = paths.filter((path) => (found.get(path) ?? null) === null);
    for (const [path, owner] of finder.find(open)) {
      answered.set(path, (answered.get(path) ?? 0) + 1);
      if (owner !== null) found.set(path, owner);
    }
  }
  for (const path of paths)
    if (!found.has(path) && answered.get(path) === finders.length) found.set(path, null);
  return found;
}
