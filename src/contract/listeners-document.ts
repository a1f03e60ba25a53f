import type { Visibility } from '../core/visibility.ts';
import { envelope, visibilityItem } from './envelope.ts';
import { type AssessedListener, type ItemOptions, listenerItem } from './listener-item.ts';
import type { ListenersDocument } from './listeners.ts';

/** `portreeve/listeners/1` */
export const toListenersDocument = (
  visibility: Visibility,
  rows: readonly AssessedListener[],
  options: ItemOptions,
): ListenersDocument => ({
  ...envelope('portreeve/listeners/1'),
  visibility: visibilityItem(visibility),
  listeners: rows.map((row) => listenerItem(row, options)),
});
