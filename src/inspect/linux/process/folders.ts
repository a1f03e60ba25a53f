import { dirname } from 'node:path';
import { statOf } from './procfs.ts';

const writableByAll = 0o002n;

/**
 * Whether any folder above a path may be written by everybody. A sticky one such as /tmp counts: everybody may put
 * a file there. Folders that are gone or hidden say nothing. Answers are kept for the reader's life.
 */
export function worldWritableFolders(): (path: string, prefix: string) => boolean {
  const known = new Map<string, boolean>();
  const ask = (folder: string, prefix: string): boolean => {
    const key = prefix + folder;
    const before = known.get(key);
    if (before !== undefined) return before;
    const mode = statOf(key)?.mode ?? 0n;
    const parent = dirname(folder);
    const answer = (mode & writableByAll) !== 0n || (parent !== folder && ask(parent, prefix));
    known.set(key, answer);
    return answer;
  };
  return (path, prefix) => ask(dirname(path), prefix);
}
