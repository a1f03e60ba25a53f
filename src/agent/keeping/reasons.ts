import { fail, isReeveError, type ReeveError } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import { type Trouble, troubleOf } from '../../store/index.ts';

export const reasonOf = (error: unknown): string =>
  harmless(
    isReeveError(error) ? error.explanation.found : error instanceof Error ? error.message : String(error),
  );

/** With what is to be done: for who started the agent. */
export const wholeReason = ({ explanation: { asked, found, todo } }: ReeveError): string =>
  harmless(`${asked}: ${found}${todo === undefined ? '' : `. ${todo}`}`);

export function kindOf(error: unknown): Trouble {
  if (!isReeveError(error)) return troubleOf(error);
  if (error.code === 'STORE_DAMAGED') return 'damaged';
  return error.code === 'NOT_PERMITTED' ? 'refused' : troubleOf(error.cause);
}

/** Damage that SQLite found. A database of another program is called damaged too, but has no such cause: it is left alone. */
export const isOurDamage = (error: unknown): error is ReeveError =>
  isReeveError(error) && error.code === 'STORE_DAMAGED' && error.cause !== undefined;

export const unavailable = (path: string, trouble: string | null): ReeveError =>
  fail('STORE_FAILED', { asked: `the store ${path}`, found: trouble ?? 'it is not open' });
