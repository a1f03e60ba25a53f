import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, isReeveError } from '../../core/errors.ts';

/**
 * Reads a regular file whole, up to a limit, also where it grows meanwhile.
 * @throws ReeveError `FILE_UNREADABLE`
 */
export async function readWhole(path: string, what: string, mostBytes: number): Promise<Buffer> {
  const asked = `${what} ${path}`;
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw fail('FILE_UNREADABLE', { asked, found: 'it is not a regular file' });
      if (facts.size > mostBytes) throw tooLarge(asked, facts.size, mostBytes);
      const bytes = Buffer.alloc(facts.size);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isReeveError(error)) throw error;
    const found =
      error instanceof Error && 'code' in error
        ? `it cannot be read (${String(error.code)})`
        : 'it cannot be read';
    throw fail('FILE_UNREADABLE', { asked, found, todo: 'Check the path and its permissions' }, error);
  }
}

const tooLarge = (asked: string, bytes: number, mostBytes: number): Error =>
  fail('FILE_UNREADABLE', { asked, found: `it has ${bytes} bytes, the limit is ${mostBytes}` });

export const shortName = (path: string): string => basename(path).replace(/\.[a-z0-9]{1,5}$/i, '') || path;
