import type { ServerResponse } from 'node:http';
import type { LiveFeed } from '../../live.ts';
import type { LiveType } from './frames.ts';
import { aliveFrame, frameOf, resyncFrame } from './frames.ts';

/** Rounds of saying that we are there after which somebody who takes nothing is let go. */
const patience = 3;

/**
 * One who follows. What he does not take waits in his socket up to a bound; beyond it he is passed over, and told to
 * load anew once he takes again. He never costs more memory than that, and never holds the others up.
 */
export class Viewer {
  readonly #response: ServerResponse;
  readonly #feed: LiveFeed;
  readonly #types: ReadonlySet<LiveType>;
  readonly #backlog: number;
  #behind = false;
  #stuck = 0;

  constructor(response: ServerResponse, feed: LiveFeed, types: ReadonlySet<LiveType>, backlog: number) {
    this.#response = response;
    this.#feed = feed;
    this.#types = types;
    this.#backlog = backlog;
    response.on('drain', () => this.#caughtUp());
  }

  /** Tells what came after `id`, or that too much was missed. */
  resume(epoch: string, id: number): void {
    const missed = epoch === this.#feed.epoch ? this.#feed.after(id) : null;
    if (missed === null) return this.#resync();
    for (const one of missed) this.tell(one.message.type, frameOf(this.#feed.epoch, one));
  }

  tell(type: LiveType, frame: Buffer): void {
    if (this.#behind || !this.#types.has(type)) return;
    this.#send(frame);
  }

  /** @returns false: let him go */
  alive(): boolean {
    if (this.#response.destroyed) return false;
    if (this.#response.writableLength === 0) this.#caughtUp();
    if (!this.#behind) {
      this.#stuck = 0;
      this.#send(aliveFrame(this.#feed.epoch, this.#feed.latest));
      return true;
    }
    return ++this.#stuck < patience;
  }

  /** Asks him to come again, elsewhere or later. */
  end(): void {
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }

  #send(frame: Buffer): void {
    const waiting = this.#response.writableLength;
    if (waiting > 0 && waiting + frame.length > this.#backlog) this.#behind = true;
    else this.#response.write(frame);
  }

  #caughtUp(): void {
    if (!this.#behind) return;
    this.#behind = false;
    this.#stuck = 0;
    this.#resync();
  }

  #resync(): void {
    this.#send(resyncFrame(this.#feed.epoch, this.#feed.latest));
  }
}
