import { harmless } from '../../core/text.ts';
import type { StoreReader } from '../../store/index.ts';
import { refuse } from '../server/refusal.ts';
import type { Site } from '../server/site.ts';

/** @throws Refusal where nothing is stored */
export function storeOf({ options: { view } }: Pick<Site, 'options'>): StoreReader {
  if (view.store !== null) return view.store;
  throw refuse('STORE_FAILED', {
    asked: 'what was seen',
    found: harmless(view.storeTrouble ?? 'nothing is stored'),
    todo: 'See /api/v1/status',
  });
}
