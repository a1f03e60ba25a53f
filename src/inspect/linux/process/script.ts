import { isAbsolute, join, normalize } from 'node:path';
import { statOf } from './procfs.ts';
import type { FileView } from './view.ts';

/**
 * The absolute path of a script named on a command line, in the process's own file system: where it is relative, in
 * the present working directory. Null where no such file is there (the process may have changed folder since).
 */
export function scriptFile(named: string, cwd: string | null, { prefix }: FileView): string | null {
  const base = isAbsolute(named) ? '/' : cwd;
  if (base === null || named.includes('\0')) return null;
  const path = isAbsolute(named) ? normalize(named) : join(base, named);
  return statOf(prefix + path)?.isFile() === true ? path : null;
}
