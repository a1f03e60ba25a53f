import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Owner } from '../listener.ts';

/**
 * What a program is called. One file may have several names (`redis-server` is a link to `redis-check-rdb`, all of
 * BusyBox is one file): the name under which it runs counts where that is a link beside the file to this very file.
 * Any other name is the process's own word and no evidence. Null = hidden.
 */
export function programName({ exe, comm }: Pick<Owner, 'exe' | 'comm'>): string | null {
  if (exe === null) return null;
  const file = path.basename(exe);
  if (comm === file || comm === '' || comm.includes('/')) return file;
  try {
    return realpathSync(path.join(path.dirname(exe), comm)) === exe ? comm : file;
  } catch {
    return file;
  }
}
