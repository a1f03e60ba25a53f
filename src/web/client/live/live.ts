import type { LiveMessage } from '../../live.ts';
import { waitBefore } from './backoff.ts';

type Type = LiveMessage['type'];
type MessageOf<T extends Type> = Extract<LiveMessage, { readonly type: T }>;

/** `hidden`: nobody looks, so nothing is asked. `gone`: no answer for a while; `since` says when it was last there. */
type LiveState = 'connecting' | 'live' | 'reconnecting' | 'gone' | 'hidden';

export interface Live {
  /** @param at where in the feed it is: `EPOCH-N` */
  on<T extends Type>(type: T, heed: (message: MessageOf<T>, at: string) => void): void;
  /** Some messages are lost: load anew what you show. */
  onResync(heed: () => void): void;
  /** Called at once with the state as it is, then with each change; milliseconds since 1970. */
  onState(heed: (state: LiveState, since: number) => void): void;
}

const messageTypes: readonly Type[] = ['listener', 'knock', 'ports', 'status'];
/** Until then a lost connection is a hiccup. */
const goneAfter = 10_000;
/** A browser has six connections to a server: pages that nobody sees give theirs back. */
const hiddenAfter = 15_000;

/** Follows the feed at `url`, from `after` on; comes back by itself and says how it goes. */
export function openLive(url: string, after: string | null): Live {
  const heeds = new Map<string, ((message: never, at: string) => void)[]>();
  const resyncs: (() => void)[] = [];
  const watchers: ((state: LiveState, since: number) => void)[] = [];
  let source: EventSource | null = null;
  let last = after;
  let failed = 0;
  let state: LiveState = 'connecting';
  let lostAt = Date.now();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  const become = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    for (const watch of watchers) watch(state, lostAt);
  };

  const close = (): void => {
    source?.close();
    source = null;
    clearTimeout(retry);
  };

  const lost = (): void => {
    close();
    if (state === 'live') lostAt = Date.now();
    failed++;
    become(Date.now() - lostAt >= goneAfter ? 'gone' : 'reconnecting');
    retry = setTimeout(connect, waitBefore(failed, Math.random()));
  };

  const connect = (): void => {
    close();
    const asked = new URL(url, location.href);
    if (last !== null) asked.searchParams.set('after', last);
    source = new EventSource(asked);
    source.addEventListener('open', () => {
      failed = 0;
      become('live');
    });
    // The browser's own way back knows no patience and no end: this page's has both.
    source.addEventListener('error', lost);
    for (const type of messageTypes) source.addEventListener(type, (event) => heed(type, event));
    source.addEventListener('resync', (event) => {
      if (event.lastEventId !== '') last = event.lastEventId;
      for (const resync of resyncs) resync();
    });
  };

  const heed = (type: Type, event: MessageEvent<string>): void => {
    if (event.lastEventId !== '') last = event.lastEventId;
    const message = { ...(JSON.parse(event.data) as object), type } as never;
    for (const one of heeds.get(type) ?? []) one(message, event.lastEventId);
  };

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => {
        close();
        become('hidden');
      }, hiddenAfter);
    } else if (source === null) {
      failed = 0;
      lostAt = Date.now();
      connect();
      become('connecting');
    }
  });
  // A page that the browser keeps for the way back is as good as hidden, and must not hold the connection.
  addEventListener('pagehide', close);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) connect();
  });
  connect();

  return {
    on: (type, one) => heeds.set(type, [...(heeds.get(type) ?? []), one]),
    onResync: (one) => resyncs.push(one),
    onState: (one) => {
      watchers.push(one);
      one(state, lostAt);
    },
  };
}
