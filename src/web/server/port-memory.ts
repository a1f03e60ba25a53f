import type { StoreReader } from '../../store/index.ts';
import type { MachineView } from '../view.ts';

const most = 2000;
/** Microseconds: what is drawn over days may be half a minute old. */
const longestLife = 30e6;

interface Kept {
  readonly version: number;
  readonly at: number;
  readonly answer: unknown;
}

/**
 * The machine as pages see it, whose store is asked again for a port's record only when something of the port has changed:
 * the questions cost more than all else of a page.
 */
export function remembering(view: MachineView, now: () => number): MachineView {
  const kept = new Map<string, Kept>();
  const answer = <T>(key: string, port: number, ask: () => T): T => {
    const version = view.portVersion(port);
    const at = now();
    const known = kept.get(key);
    if (known !== undefined && known.version === version && at >= known.at && at - known.at < longestLife)
      return known.answer as T;
    const found = ask();
    kept.delete(key);
    kept.set(key, { version, at, answer: found });
    const [oldest] = kept.size > most ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return found;
  };
  let wrapped: { readonly from: StoreReader; readonly store: StoreReader } | null = null;
  const storeOf = (from: StoreReader): StoreReader => {
    if (wrapped?.from !== from) {
      kept.clear();
      wrapped = { from, store: rememberingStore(from, answer) };
    }
    return wrapped.store;
  };
  // One by one: what is handed in may be an object of a class, whose members want itself.
  return {
    name: view.name,
    startedAt: view.startedAt,
    live: view.live,
    knocked: view.knocked,
    get listeners() {
      return view.listeners;
    },
    get store() {
      return view.store === null ? null : storeOf(view.store);
    },
    get storeTrouble() {
      return view.storeTrouble;
    },
    capture: () => view.capture(),
    portVersion: (port) => view.portVersion(port),
    answer: (query) => view.answer(query),
    status: () => view.status(),
    rangeOf: (address) => view.rangeOf(address),
    relations: (evidence) => view.relations(evidence),
    vote: (vote) => view.vote(vote),
    planToEnd: (listener) => view.planToEnd(listener),
    end: (ending) => view.end(ending),
  };
}

type Answer = <T>(key: string, port: number, ask: () => T) => T;

function rememberingStore(store: StoreReader, answer: Answer): StoreReader {
  /** Of another length or moment is another question; a few seconds later is the same. */
  const lengthOf = ({ since = 0, until = 0 }: { since?: number; until?: number }): string =>
    `${until - since} ${Math.floor(until / longestLife)}`;
  return {
    portKnocks: (port, transport) =>
      answer(`knocks ${port} ${transport ?? ''}`, port, () => store.portKnocks(port, transport)),
    changes: (query) =>
      query.port === undefined
        ? store.changes(query)
        : answer(`changes ${query.port} ${query.limit} ${lengthOf(query)}`, query.port, () =>
            store.changes(query),
          ),
    timeline: (query) =>
      query.port === undefined || Object.keys(query).length !== 4
        ? store.timeline(query)
        : answer(`timeline ${query.port} ${query.spans} ${lengthOf(query)}`, query.port, () =>
            store.timeline(query),
          ),
    top: (query) => store.top(query),
    feedback: (query) => store.feedback(query),
    knocks: (query) => store.knocks(query),
    source: (address) => store.source(address),
    event: (id) => store.event(id),
    status: () => store.status(),
    check: () => store.check(),
    close: () => store.close(),
  };
}
