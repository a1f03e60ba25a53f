import { isReeveError } from '../core/errors.ts';
import { err, ok, type Result } from '../core/result.ts';

/** What `decode` gives, with a `MESSAGE_MALFORMED` turned into a value; other errors pass through. */
export function decoding<T>(decode: () => T): Result<T> {
  try {
    return ok(decode());
  } catch (error) {
    if (isReeveError(error) && error.code === 'MESSAGE_MALFORMED') return err(error.message);
    throw error;
  }
}
