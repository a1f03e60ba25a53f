import type { LiveFeed, LiveMessage, Numbered } from '../../web/index.ts';

export interface FeedLimits {
  readonly messages: number;
  /** Characters of all kept messages as JSON, about. */
  readonly characters: number;
}

const usual: FeedLimits = { messages: 2000, characters: 1 << 20 };

interface Kept {
  readonly numbered: Numbered;
  readonly size: number;
}

/** The agent's news: the last ones are kept for who comes back, bounded in number and size. */
export class Feed implements LiveFeed {
  readonly epoch: string;
  readonly #limits: FeedLimits;
  readonly #kept: Kept[] = [];
  readonly #listeners = new Set<(one: Numbered) => void>();
  #size = 0;
  #latest = 0;

  constructor(epoch: string, limits: FeedLimits = usual) {
    this.epoch = epoch;
    this.#limits = limits;
  }

  get latest(): number {
    return this.#latest;
  }

  /** Who follows now. */
  get followers(): number {
    return this.#listeners.size;
  }

  publish(message: LiveMessage): void {
    const numbered: Numbered = { id: ++this.#latest, message };
    this.#keep(numbered);
    for (const listener of this.#listeners) this.#tell(listener, numbered);
  }

  after(id: number): readonly Numbered[] | null {
    // An id of the future is another start's, whatever the viewer says.
    if (id > this.#latest || id < 0) return null;
    const missing = this.#latest - id;
    if (missing > this.#kept.length) return null;
    return this.#kept.slice(this.#kept.length - missing).map(({ numbered }) => numbered);
  }

  subscribe(listener: (one: Numbered) => void): () => void {
    // The same function may be given twice, and is then told twice.
    const own = (one: Numbered): void => listener(one);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  #tell(listener: (one: Numbered) => void, numbered: Numbered): void {
    try {
      listener(numbered);
    } catch {
      this.#listeners.delete(listener);
    }
  }

  #keep(numbered: Numbered): void {
    const size = JSON.stringify(numbered.message).length;
    this.#kept.push({ numbered, size });
    this.#size += size;
    while (this.#kept.length > this.#limits.messages || this.#size > this.#limits.characters) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      this.#size -= oldest.size;
    }
  }
}
