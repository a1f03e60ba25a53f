import { reasonOf } from '../keeping/reasons.ts';
import type { LiveTable } from '../listeners/table.ts';
import type { TableChange } from '../listeners/told.ts';
import type { Privileged } from '../privileged.ts';
import type { Log } from './log.ts';

/** A change shows within this; the look itself is answered with "nothing new" almost always. */
const every = 1000;
/** A look takes milliseconds, on the greatest machines a second or two. */
const patience = 15_000;

export interface LookingOptions {
  readonly privileged: Pick<Privileged, 'look'>;
  readonly table: LiveTable;
  readonly onChange: (change: TableChange) => void;
  /** After each look, the failed ones too. */
  readonly onTick: () => void;
  readonly log: Log;
  /** Microseconds since 1970. */
  readonly now: () => number;
}

/** Looks at the machine about once a second, one look after the other. */
export class Looking {
  readonly #options: LookingOptions;
  #trouble: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  #current: Promise<void> = Promise.resolve();

  constructor(options: LookingOptions) {
    this.#options = options;
  }

  /** Why the table is not fresh; null: it is. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** The first look is made when it resolves. */
  async begin(): Promise<void> {
    await this.#look();
    this.#next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#current;
  }

  #next(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#current = this.#look().then(() => this.#next());
    }, every);
  }

  async #look(): Promise<void> {
    const { privileged, table, onChange, onTick, log, now } = this.#options;
    const late = setTimeout(() => {
      this.#trouble = `the last look has not ended within ${patience / 1000} seconds`;
      log('error', 'Listeners cannot be looked at', { reason: this.#trouble });
    }, patience).unref();
    try {
      const inspection = await privileged.look();
      if (this.#stopped) return;
      for (const change of table.step(inspection, now())) onChange(change);
      if (this.#trouble !== null) log('info', 'Listeners are looked at again');
      this.#trouble = null;
    } catch (error) {
      if (this.#stopped) return;
      const reason = reasonOf(error);
      if (this.#trouble !== reason) log('error', 'Listeners cannot be looked at', { reason });
      this.#trouble = reason;
    } finally {
      clearTimeout(late);
    }
    onTick();
  }
}
