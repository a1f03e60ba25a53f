import { existsSync, renameSync, rmSync } from 'node:fs';
import { fail } from '../core/errors.ts';
import { storeError } from './trouble.ts';

/**
 * Gives a file that cannot be used another name beside it, `knocks.db.damaged-20261121T093000Z`, with what is still in
 * its log: it is evidence, and may be mended. Gives that name. Nobody may have it open.
 * @throws ReeveError `NOT_PERMITTED`, `STORE_FAILED`: the file is then where it was
 */
export function moveAside(path: string, now: number): string {
  const stamp = new Date(now / 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = freeName(`${path}.damaged-${stamp}`);
  try {
    // The log first: a new file must never be given the changes of the old one.
    if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
    rmSync(`${path}-shm`, { force: true });
    renameSync(path, aside);
  } catch (error) {
    throw storeError(error, path);
  }
  return aside;
}

function freeName(wanted: string): string {
  for (let attempt = 1; attempt < 1000; attempt++) {
    const name = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    if (!existsSync(name) && !existsSync(`${name}-wal`)) return name;
  }
  throw fail('STORE_FAILED', {
    asked: `another name for ${wanted}`,
    found: 'a thousand of them are taken',
    todo: 'Remove damaged copies that nobody needs',
  });
}
