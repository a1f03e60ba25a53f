import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const candidates = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32', 'libo32'] as const;

/**
 * The folders of / that are links into /usr (merged /usr). Package lists name a file either way, /bin/x or
 * /usr/bin/x, whichever the package was built with; the kernel always says /usr/bin/x.
 */
export type MergedFolders = ReadonlySet<string>;

export function mergedFolders(root = '/'): MergedFolders {
  return new Set(candidates.filter((name) => leadsIntoUsr(join(root, name), name)));
}

function leadsIntoUsr(path: string, name: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink() && readlinkSync(path).replace(/^\//, '') === `usr/${name}`;
  } catch {
    return false;
  }
}

const topFolder = (path: string): string => path.slice(1, Math.max(1, path.indexOf('/', 1)));

/** The one name of a path by which it is looked up: /bin/x becomes /usr/bin/x where /bin is a link there. */
export const canonical = (path: string, merged: MergedFolders): string =>
  merged.has(topFolder(path)) ? `/usr${path}` : path;

/** All names by which a list may name a canonical path. */
export function spellings(path: string, merged: MergedFolders): readonly string[] {
  const outside = path.slice('/usr'.length);
  return path.startsWith('/usr/') && merged.has(topFolder(outside)) ? [path, outside] : [path];
}
