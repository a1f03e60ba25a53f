import { isReeveError } from '../../../core/errors.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { StoreReader } from '../../../store/index.ts';
import type { MachineView } from '../../view.ts';

/** Asks what is on record; a store that is absent, busy or damaged costs its part of the page only. */
export function ofStore<T>({ store, storeTrouble }: MachineView, ask: (store: StoreReader) => T): Result<T> {
  if (store === null) return err(storeTrouble ?? '');
  try {
    return ok(ask(store));
  } catch (error) {
    if (!isReeveError(error)) throw error;
    return err(error.explanation.found);
  }
}
