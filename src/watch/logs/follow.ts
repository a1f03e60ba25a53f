import { watch } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lineFeed } from './ascii.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** What is already there is passed over: only new lines count. */
  readonly fromEnd?: boolean;
  /** Milliseconds between looks; the kernel's notice of a change, where there is one, comes sooner. */
  readonly interval?: number;
  /** After each run of chunks, when there is nothing more for now. */
  readonly onPause?: () => void;
  /** What happened to the file, in a sentence for people. */
  readonly onChange?: (what: FollowChange) => void;
}

export type FollowChange = 'rotated' | 'truncated' | 'missing' | 'back';

const usualInterval = 250;
const chunkSize = 256 * 1024;
/** An open file that was renamed may still be written to for a moment: its end is read once more after this. */
const graceLooks = 2;

/**
 * Follows a log by its name, as `tail -F` does, until the signal. Rotation by renaming: the old file is read to its
 * end (and looked at again, as its writer learns of it late) before the new one. Truncation (copytruncate): it is read
 * from its beginning again, unless it has already grown past the old end by then, which nothing tells. A name that is
 * gone for a while is waited for. The chunk is used again after the call.
 */
export async function followFile(
  path: string,
  onChunk: (chunk: Uint8Array) => void,
  options: FollowOptions,
): Promise<void> {
  await new Follower(path, onChunk, options).run();
}

class Follower {
  readonly #path: string;
  readonly #onChunk: (chunk: Uint8Array) => void;
  readonly #options: FollowOptions;
  readonly #room = new Uint8Array(chunkSize);
  #file: FileHandle | null = null;
  #inode = '';
  #position = 0;
  #missing = false;
  #first = true;
  /** The last byte handed on: a line that the old file left unfinished must not run on into the new one. */
  #lastByte: number = lineFeed;
  /** Looks that the open file has been another than the name's. */
  #replaced = 0;

  constructor(path: string, onChunk: (chunk: Uint8Array) => void, options: FollowOptions) {
    this.#path = path;
    this.#onChunk = onChunk;
    this.#options = options;
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    try {
      while (!signal.aborted) {
        await this.#look();
        if (signal.aborted) break;
        await this.#wait();
      }
    } finally {
      await this.#file?.close();
      this.#file = null;
    }
  }

  async #look(): Promise<void> {
    if (this.#file === null) await this.#open();
    if (this.#file === null) return;
    await this.#drain();
    const there = await identity(this.#path);
    if (there === this.#inode) {
      this.#replaced = 0;
      return;
    }
    // Renamed or removed. The old one is read until it has been silent for a look or two.
    if (++this.#replaced < graceLooks) return;
    await this.#drain();
    await this.#file.close();
    this.#file = null;
    this.#replaced = 0;
    this.#endLine();
    if (there !== null) {
      this.#options.onChange?.('rotated');
      await this.#open();
      await this.#drain();
    }
  }

  async #open(): Promise<void> {
    try {
      this.#file = await open(this.#path, 'r');
    } catch (error) {
      if (!isGone(error)) throw error;
      if (!this.#missing) this.#options.onChange?.('missing');
      this.#missing = true;
      this.#first = false;
      return;
    }
    const { ino, dev, size } = await this.#file.stat({ bigint: true });
    this.#inode = `${dev}:${ino}`;
    this.#position = this.#first && this.#options.fromEnd === true ? Number(size) : 0;
    if (this.#missing) this.#options.onChange?.('back');
    this.#missing = false;
    this.#first = false;
  }

  /** Everything from the position to the end. */
  async #drain(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    let read = false;
    for (;;) {
      const { bytesRead } = await file.read(this.#room, 0, chunkSize, this.#position);
      if (bytesRead === 0) break;
      this.#position += bytesRead;
      this.#lastByte = this.#room[bytesRead - 1] ?? lineFeed;
      this.#onChunk(this.#room.subarray(0, bytesRead));
      read = true;
      if (this.#options.signal.aborted) break;
    }
    const { size } = await file.stat();
    if (size < this.#position) {
      this.#options.onChange?.('truncated');
      this.#endLine();
      this.#position = 0;
      await this.#drain();
      return;
    }
    if (read) this.#options.onPause?.();
  }

  #endLine(): void {
    if (this.#lastByte !== lineFeed) this.#onChunk(Uint8Array.of(lineFeed));
    this.#lastByte = lineFeed;
  }

  /** The interval, or less where the kernel tells of a change. */
  async #wait(): Promise<void> {
    const { signal, interval = usualInterval } = this.#options;
    const woken = new AbortController();
    const stop = (): void => woken.abort();
    signal.addEventListener('abort', stop, { once: true });
    const watcher = noticeOf(this.#path, stop);
    try {
      await sleep(interval, undefined, { signal: woken.signal });
    } catch {
      // Woken up: something changed, or it is over.
    } finally {
      watcher?.close();
      signal.removeEventListener('abort', stop);
    }
  }
}

/** A notice of changes; null where the system has none for this file, then looking must do. */
function noticeOf(path: string, onChange: () => void): { close(): void } | null {
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}

async function identity(path: string): Promise<string | null> {
  try {
    const { ino, dev } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
