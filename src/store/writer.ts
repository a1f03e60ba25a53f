import type { KnockEvent } from '../core/knock.ts';
import type { ListenerEvent } from '../core/listener-event.ts';
import type { Connection } from './database.ts';
import { prepareInsert } from './insert.ts';
import { prepareInsertChange } from './insert-change.ts';
import { rowOf } from './row.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** At the most this many events, or this long, are lost when the process is killed. */
export const commitAtEvents = 1000;
export const commitAfterMilliseconds = 100;

/** Held back while nothing can be written; beyond it the oldest are dropped and counted. */
const mostWaiting = 4000;
const firstPause = 1000;
const longestPause = 60_000;

export type WriterState = 'ok' | Trouble;

export interface WriterOptions {
  /** Microseconds since 1970. */
  readonly now: () => number;
  /** Called once for each change of the state, with what was dropped so far. */
  readonly onState: (state: WriterState, dropped: number, cause: unknown) => void;
  /** Called after each commit and now and then: retention takes a small step there. */
  readonly atRest: () => void;
  /** Called for each event once it is committed, with its number. */
  readonly onStored?: (event: KnockEvent, id: number) => void;
  /** Called for each change once it is committed. */
  readonly onStoredChange?: (change: ListenerEvent) => void;
}

/** Either is written by its own statements; they are prepared anew after one of them failed. Gives an event's number. */
type Insert = (one: Waiting, stored: number) => number | null;
type Waiting = { readonly event: KnockEvent } | { readonly change: ListenerEvent };

function prepare(database: Connection): Insert {
  const event = prepareInsert(database);
  const change = prepareInsertChange(database);
  return (one, stored) => {
    if ('event' in one) return event(rowOf(one.event, stored));
    change(one.change, stored);
    return null;
  };
}

/** Takes events and changes without ever failing: what cannot be written waits, then is dropped and counted. */
export class Writer {
  readonly #database: Connection;
  readonly #options: WriterOptions;
  /** The newest state of each event, and each change by its number, in the order in which they came up. */
  readonly #waiting = new Map<string | number, Waiting>();
  #changes = 0;
  #insert: Insert | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pause = firstPause;
  #dropped = 0;
  #state: WriterState = 'ok';

  constructor(database: Connection, options: WriterOptions) {
    this.#database = database;
    this.#options = options;
  }

  get state(): WriterState {
    return this.#state;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(event: KnockEvent): void {
    this.#put(event.key, { event });
  }

  putChange(change: ListenerEvent): void {
    this.#put(this.#changes++, { change });
  }

  #put(key: string | number, one: Waiting): void {
    if (this.#state === 'damaged') {
      this.#dropped++;
      return;
    }
    this.#waiting.set(key, one);
    if (this.#state !== 'ok') this.#shed();
    else if (this.#waiting.size >= commitAtEvents) this.flush();
    else this.#wake(commitAfterMilliseconds);
  }

  /** Commits what waits; true where nothing waits any more. */
  flush(): boolean {
    if (this.#state === 'damaged') return false;
    if (this.#waiting.size === 0) return true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      this.#commit();
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#become('ok', null);
    this.#pause = firstPause;
    this.rest();
    return true;
  }

  /** What is to be done when nothing waits. */
  rest(): void {
    if (this.#state !== 'ok') return;
    try {
      this.#options.atRest();
    } catch (error) {
      // Anything else passes, or shows at the next commit.
      if (troubleOf(error) === 'damaged') this.#become('damaged', error);
    }
  }

  /** What cannot be written now is dropped: nobody tries again. */
  close(): void {
    if (!this.flush()) this.#drop(this.#waiting.size);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #commit(): void {
    const database = this.#database;
    const numbers = new Map<KnockEvent, number>();
    database.exec('BEGIN IMMEDIATE');
    try {
      const stored = this.#options.now();
      for (const one of this.#waiting.values()) {
        const id = this.#insertOne(one, stored);
        if (id !== null && 'event' in one) numbers.set(one.event, id);
      }
      database.exec('COMMIT');
    } catch (error) {
      // A full disk has rolled it back already.
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
    const stored = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of stored) if ('change' in one) this.#options.onStoredChange?.(one.change);
    for (const [event, id] of numbers) this.#options.onStored?.(event, id);
  }

  /** One that the tables refuse must not hold up the others for ever. */
  #insertOne(one: Waiting, stored: number): number | null {
    try {
      this.#insert ??= prepare(this.#database);
      return this.#insert(one, stored);
    } catch (error) {
      // A statement of this library that failed once gives the same error ever after.
      this.#insert = null;
      if (troubleOf(error) !== 'other') throw error;
      this.#dropped++;
      return null;
    }
  }

  #fail(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble === 'damaged') this.#drop(this.#waiting.size);
    else {
      this.#shed();
      this.#wake(this.#pause);
      this.#pause = Math.min(this.#pause * 2, longestPause);
    }
    this.#become(trouble, error);
  }

  #shed(): void {
    this.#drop(this.#waiting.size - mostWaiting);
  }

  #drop(many: number): void {
    for (const key of this.#waiting.keys()) {
      if (many-- <= 0) break;
      this.#waiting.delete(key);
      this.#dropped++;
    }
  }

  #wake(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.flush();
    }, milliseconds).unref();
  }

  #become(state: WriterState, cause: unknown): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state, this.#dropped, cause);
  }
}
