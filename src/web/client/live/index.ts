import { type Live, openLive } from './live.ts';

export type { Live } from './live.ts';

const place = Symbol.for('portreeve.live');

interface Shared {
  [place]?: Live;
}

/**
 * The page's one connection, whichever script asks first. Null where nothing is live: in the static atlas. Where it is
 * and from which moment on is said by an element with `data-live="/api/v1/live" data-live-after="EPOCH-N"`.
 */
export function live(): Live | null {
  const { live: url, liveAfter } = document.querySelector<HTMLElement>('[data-live]')?.dataset ?? {};
  if (url === undefined) return null;
  const shared = globalThis as Shared;
  return (shared[place] ??= openLive(url, liveAfter ?? null));
}
