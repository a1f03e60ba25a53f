import { isReeveError } from '../../core/errors.ts';
import type { Vote } from '../../core/feedback.ts';
import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import {
  moveAside,
  openStore,
  type Retention,
  type Store,
  type StoreReader,
  type StoreStatus,
  type Trouble,
} from '../../store/index.ts';
import { isOurDamage, kindOf, reasonOf, unavailable, wholeReason } from './reasons.ts';
import { Waiting } from './waiting.ts';

export type KeeperState = 'ok' | 'none' | Trouble;

export interface KeeperOptions {
  readonly path: string;
  /** Microseconds since 1970. */
  readonly now: () => number;
  readonly retention: Retention;
  /** What whoever runs the agent has to know, in a sentence. */
  readonly onNews: (level: 'info' | 'warn' | 'error', sentence: string) => void;
  /** Each state of an event: once it is stored, with its id; at once and with null where it cannot be for now. */
  readonly onKept: (event: KnockEvent, id: string | null) => void;
}

/** The next attempt to open it, in milliseconds. */
const pauses = { first: 1000, longest: 60_000 };
/** A status counts rows; nobody needs it fresher. */
const statusFor = 5_000_000;

/**
 * Keeps the store open as long as the agent runs, whatever happens to it. A damaged file is moved aside and a fresh one
 * begun; one that is locked, full or forbidden is tried again; what comes meanwhile waits, and what is lost is counted.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  readonly #waiting: Waiting;
  #store: Store | null = null;
  #state: KeeperState = 'none';
  #trouble: string | null = null;
  #retry: NodeJS.Timeout | null = null;
  #pause = pauses.first;
  #closed = false;
  #status: { readonly at: number; readonly is: StoreStatus } | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#waiting = new Waiting(options.onKept);
    this.#open();
  }

  get path(): string {
    return this.#options.path;
  }

  get state(): KeeperState {
    return this.#state;
  }

  /** In a sentence; null where all is well. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Events and changes that were lost, for good. */
  get dropped(): number {
    return this.#waiting.lost;
  }

  get reader(): StoreReader | null {
    return this.#store === null ? null : this.#reader;
  }

  /** Null where it cannot be asked. */
  status(): StoreStatus | null {
    const now = this.#options.now();
    if (this.#status !== null && now - this.#status.at < statusFor && now >= this.#status.at)
      return this.#status.is;
    if (this.#store === null) return null;
    try {
      this.#status = { at: now, is: this.#reader.status() };
      return this.#status.is;
    } catch {
      return null;
    }
  }

  put(event: KnockEvent): void {
    this.#waiting.add(event, this.#state === 'ok');
    this.#store?.put(event);
  }

  putChange(change: ListenerEvent): void {
    this.#waiting.addChange(change);
    this.#store?.putChange(change);
  }

  vote(vote: Vote): boolean {
    return this.#store?.vote(vote) ?? false;
  }

  flush(): boolean {
    return this.#store?.flush() ?? false;
  }

  close(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    // Who had it locked may be gone by now.
    if (this.#store === null && this.#waiting.unstored > 0) this.#open();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#closed = true;
    this.#store?.close();
    this.#store = null;
    const { unstored } = this.#waiting;
    if (unstored > 0) this.#news('error', `${unstored} events could not be stored before the end`);
  }

  #open(): void {
    if (this.#closed) return;
    this.#retry = null;
    try {
      this.#begin();
    } catch (error) {
      if (isOurDamage(error)) this.#startFresh(error);
      else this.#fail(error);
    }
  }

  #begin(): void {
    const { path, now, retention } = this.#options;
    this.#store = openStore({
      path,
      now,
      retention,
      onStored: (event, id) => this.#waiting.stored(event, id),
      onStoredChange: (change) => this.#waiting.storedChange(change),
      onState: (state, _, cause) => this.#become(state, cause),
    });
    const again = this.#trouble !== null;
    this.#state = 'ok';
    this.#trouble = null;
    this.#pause = pauses.first;
    this.#waiting.handOver(this.#store);
    if (again) this.#news('info', `events are stored again in ${path}`);
  }

  /** The writer's own word: full, locked, damaged, or all is well again. */
  #become(state: 'ok' | Trouble, cause: unknown): void {
    this.#state = state;
    this.#status = null;
    if (state === 'ok') {
      this.#trouble = null;
      this.#news('info', `events are stored again in ${this.path}`);
      // It has passed over what was too much; not from within its own work.
      setImmediate(() => this.#catchUp());
      return;
    }
    if (state === 'damaged') {
      // Not from within the store's own work.
      setImmediate(() => this.#startFresh(cause));
    }
    this.#trouble = `events are not stored for now (${state}): ${reasonOf(cause)}`;
    this.#waiting.tellAll();
    this.#news('error', this.#trouble);
  }

  #catchUp(): void {
    if (this.#store !== null && this.#state === 'ok' && this.#waiting.unstored > 0)
      this.#waiting.handOver(this.#store);
  }

  /** The damaged file is evidence and may be mended: it keeps its content under another name. */
  #startFresh(cause: unknown): void {
    if (this.#closed) return;
    const { path, now } = this.#options;
    this.#giveUp();
    try {
      const aside = moveAside(path, now());
      this.#news(
        'error',
        `the store ${path} is damaged (${reasonOf(cause)}); it was kept as ${aside}, and a fresh one begun`,
      );
      this.#begin();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#giveUp();
    this.#state = kindOf(error);
    const sentence = isReeveError(error) ? wholeReason(error) : reasonOf(error);
    const known = this.#trouble === sentence;
    this.#trouble = sentence;
    this.#waiting.tellAll();
    if (!known) this.#news('error', `what is seen is not stored: ${sentence}`);
    if (isReeveError(error) && error.code === 'STORE_NEWER') return;
    this.#retry = setTimeout(() => this.#open(), this.#pause).unref();
    this.#pause = Math.min(this.#pause * 2, pauses.longest);
  }

  /** What it has not stored stays here and is put into the next one. */
  #giveUp(): void {
    this.#status = null;
    const store = this.#store;
    this.#store = null;
    try {
      store?.close();
    } catch {
      // It is given up anyway.
    }
  }

  #news(level: 'info' | 'warn' | 'error', sentence: string): void {
    this.#options.onNews(level, sentence);
  }

  /** As the store, but who finds it damaged by a question has it replaced too. */
  readonly #reader: StoreReader = {
    timeline: (query) => this.#ask((store) => store.timeline(query)),
    top: (query) => this.#ask((store) => store.top(query)),
    changes: (query) => this.#ask((store) => store.changes(query)),
    feedback: (query) => this.#ask((store) => store.feedback(query)),
    knocks: (query) => this.#ask((store) => store.knocks(query)),
    source: (address) => this.#ask((store) => store.source(address)),
    event: (id) => this.#ask((store) => store.event(id)),
    portKnocks: (port, transport) => this.#ask((store) => store.portKnocks(port, transport)),
    status: () => this.#ask((store) => store.status()),
    check: () => this.#ask((store) => store.check()),
    close: () => undefined,
  };

  #ask<T>(question: (store: Store) => T): T {
    const store = this.#store;
    if (store === null) throw unavailable(this.path, this.#trouble);
    try {
      return question(store);
    } catch (error) {
      if (isOurDamage(error) && this.#state !== 'damaged') {
        this.#state = 'damaged';
        this.#trouble = reasonOf(error);
        setImmediate(() => this.#startFresh(error));
      }
      throw error;
    }
  }
}
