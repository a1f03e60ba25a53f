import { fail, isReeveError, type ReeveError } from '../core/errors.ts';

/** What kept the database from doing what was asked. */
export type Trouble = 'full' | 'busy' | 'damaged' | 'refused' | 'other';

/** Primary result codes of SQLite; the low byte of an extended one. https://www.sqlite.org/rescode.html */
const kinds: Readonly<Record<number, Trouble>> = {
  3: 'refused', // PERM
  5: 'busy',
  6: 'busy', // LOCKED
  8: 'refused', // READONLY
  10: 'full', // IOERR: what a disk says that is full, over its quota or failing
  11: 'damaged', // CORRUPT
  13: 'full',
  14: 'refused', // CANTOPEN
  26: 'damaged', // NOTADB
};

/** The library gives a code for most errors; where opening failed it stands at the end of the sentence. */
function codeOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  const { rawCode } = error as { readonly rawCode?: unknown };
  if (typeof rawCode === 'number') return rawCode;
  const { errno } = error as { readonly errno?: unknown };
  if (typeof errno === 'number') return null;
  const said = error instanceof Error ? /: (\d{1,5})"\)$/.exec(error.message)?.[1] : undefined;
  return said === undefined ? null : Number(said);
}

const systemCodes: Readonly<Record<string, Trouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EIO: 'full',
  EACCES: 'refused',
  EPERM: 'refused',
  EROFS: 'refused',
};

export function troubleOf(error: unknown): Trouble {
  const code = codeOf(error);
  if (code !== null) return kinds[code & 0xff] ?? 'other';
  const { code: name } = (error ?? {}) as { readonly code?: unknown };
  return (typeof name === 'string' ? systemCodes[name] : undefined) ?? 'other';
}

/** The sentence for people; what SQLite said is its cause. */
export function storeError(error: unknown, path: string): ReeveError {
  if (isReeveError(error)) return error;
  const asked = `the store ${path}`;
  const said = error instanceof Error ? error.message : String(error);
  switch (troubleOf(error)) {
    case 'damaged':
      return fail(
        'STORE_DAMAGED',
        { asked, found: `the file is damaged (${said})`, todo: movedAside(path) },
        error,
      );
    case 'busy':
      return fail(
        'STORE_FAILED',
        { asked, found: 'another process has had it locked all the time', todo: 'Try again' },
        error,
      );
    case 'refused':
      return fail(
        'NOT_PERMITTED',
        {
          asked,
          found: `it may not be opened (${said})`,
          todo: 'Run it as the user who keeps it, or as root',
        },
        error,
      );
    case 'full':
      return fail(
        'STORE_FAILED',
        {
          asked,
          found: `the disk is full or fails (${said})`,
          todo: 'Make room, or name another place by REEVE_STORE',
        },
        error,
      );
    case 'other':
      return fail('STORE_FAILED', { asked, found: said, todo: 'Run it again with REEVE_DEBUG=1' }, error);
  }
}

/** It is evidence, so nobody but its owner throws it away. */
export const movedAside = (path: string): string =>
  `Move it aside with its two companions (mv ${path} ${path}.damaged; rm -f ${path}-wal ${path}-shm): a new one is made`;
