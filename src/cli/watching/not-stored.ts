import { userInfo } from 'node:os';
import { isReeveError } from '../../core/errors.ts';

/** Why nothing is stored. Whoever started the watch as root reads that it is not root by then, and who it is. */
export function notStored(error: unknown): string {
  if (!isReeveError(error) || error.code !== 'NOT_PERMITTED')
    return error instanceof Error ? error.message : String(error);
  const { asked, found } = error.explanation;
  return `${asked}: ${found}. The watch runs as ${userName()} and needs a folder where that user may write: give it this one (chown), name another by --store, or another user by --user`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
