import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileView } from './view.ts';

const deepest = 64;

type Marker = 'work-tree' | 'none' | 'unreadable';

/**
 * The git work tree that holds a folder: the nearest one above with a `.git` folder (that has a HEAD) or a `.git`
 * file (a linked work tree, a submodule). git itself is never run: in a foreign repository it would run what its
 * configuration says. Null where there is none or a folder on the way may not be read.
 */
export function gitProjectOf(folder: string, { prefix }: FileView): string | null {
  let current = folder;
  for (let depth = 0; depth < deepest && current.startsWith('/'); depth++) {
    const marker = markerIn(prefix + current);
    if (marker !== 'none') return marker === 'work-tree' ? current : null;
    const parent = dirname(current);
    if (parent === current) return null;
    current = parent;
  }
  return null;
}

function markerIn(folder: string): Marker {
  const git = join(folder, '.git');
  try {
    const stat = statSync(git, { throwIfNoEntry: false });
    if (stat === undefined) return 'none';
    if (stat.isDirectory())
      return statSync(join(git, 'HEAD'), { throwIfNoEntry: false }) ? 'work-tree' : 'none';
    return stat.isFile() && leadsToFolder(git) ? 'work-tree' : 'none';
  } catch {
    return 'unreadable';
  }
}

// Without blocking: who owns the folder could put a pipe in the file's place meanwhile.
function leadsToFolder(file: string): boolean {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const start = Buffer.alloc(8);
    return (
      readSync(fd, start, 0, start.length, null) === start.length && start.toString('latin1') === 'gitdir: '
    );
  } finally {
    closeSync(fd);
  }
}
