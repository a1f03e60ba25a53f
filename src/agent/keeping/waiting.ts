import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import type { Store } from '../../store/index.ts';

/** Held for a store that is to come; beyond it the oldest are lost and counted. */
const most = 4000;

interface One {
  readonly event: KnockEvent;
  told: boolean;
}

/** Events that are not committed yet, so that the end of one store is not their end. */
export class Waiting {
  readonly #tell: (event: KnockEvent, id: string | null) => void;
  /** The newest state of each. */
  readonly #events = new Map<string, One>();
  readonly #changes = new Set<ListenerEvent>();
  lost = 0;

  constructor(tell: (event: KnockEvent, id: string | null) => void) {
    this.#tell = tell;
  }

  get unstored(): number {
    return this.#events.size + this.#changes.size;
  }

  /** `soon`: it is about to be stored, and is told then, with its id. */
  add(event: KnockEvent, soon: boolean): void {
    this.#events.delete(event.key);
    const one = { event, told: !soon };
    this.#events.set(event.key, one);
    if (this.#events.size > most) {
      const [[key, oldest] = []] = this.#events;
      if (key !== undefined) this.#events.delete(key);
      if (oldest !== undefined) this.#tellOnce(oldest);
      this.lost++;
    }
    if (!soon) this.#tell(event, null);
  }

  addChange(change: ListenerEvent): void {
    this.#changes.add(change);
    const [oldest] = this.#changes.size > most ? this.#changes : [];
    if (oldest === undefined) return;
    this.#changes.delete(oldest);
    this.lost++;
  }

  stored(event: KnockEvent, id: string): void {
    const one = this.#events.get(event.key);
    // A later state of it may wait already.
    if (one?.event === event) this.#events.delete(event.key);
    if (one?.event !== event || !one.told) this.#tell(event, id);
  }

  storedChange(change: ListenerEvent): void {
    this.#changes.delete(change);
  }

  /** Nothing is stored for now: what was to be told with its id is told without. */
  tellAll(): void {
    for (const one of this.#events.values()) this.#tellOnce(one);
  }

  /** All that is not committed, to a store that has just begun, or that may have passed over some of it meanwhile. */
  handOver(store: Pick<Store, 'put' | 'putChange'>): void {
    for (const { event } of this.#events.values()) store.put(event);
    for (const change of this.#changes) store.putChange(change);
  }

  #tellOnce(one: One): void {
    if (one.told) return;
    one.told = true;
    this.#tell(one.event, null);
  }
}
