import type { Socket } from 'node:net';

/** A line that grows beyond this is not one of ours, where nothing longer is expected. */
const usualLine = 64 * 1024;

/** Tells what a line's JSON means, null for what is no message of the set. Written by hand: it is the whole border. */
type Decode<T> = (value: unknown) => T | null;

export interface ChannelOptions<In> {
  readonly decode: Decode<In>;
  readonly onMessage: (message: In) => void;
  /** The other side is gone, or said what it must not: the channel is closed, and why. Called once. */
  readonly onEnd: (reason: string) => void;
  /** Characters that one message may have. */
  readonly longest?: number;
}

/** JSON lines over the socket between the privileged and the unprivileged process. */
export class Channel<In, Out> {
  readonly #socket: Socket;
  readonly #options: ChannelOptions<In>;
  /** What came of a line that is not whole yet. */
  #parts: string[] = [];
  #held = 0;
  #open = true;

  constructor(socket: Socket, options: ChannelOptions<In>) {
    this.#socket = socket;
    this.#options = options;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', () => this.#end('the other process is gone'));
    socket.on('close', () => this.#end('the other process is gone'));
    socket.on('end', () => this.#end('the other process is gone'));
  }

  send(message: Out): void {
    if (this.#open) this.#socket.write(`${toAscii(JSON.stringify(message))}\n`);
  }

  /** Resolves when the other side has taken what was sent: who waits for it never holds more than one message. */
  async taken(): Promise<void> {
    if (!this.#open || !this.#socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done);
        this.#socket.off('close', done);
        resolve();
      };
      this.#socket.on('drain', done);
      this.#socket.on('close', done);
    });
  }

  /** Gives the other side up: as if it had said what it must not. */
  giveUp(reason: string): void {
    this.#end(reason);
  }

  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  unref(): void {
    this.#socket.unref();
  }

  /** Each chunk is looked through once: a line of some megabytes comes in a hundred of them. */
  #take(chunk: string): void {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0 && this.#open; end = chunk.indexOf('\n', from)) {
      const line = this.#parts.join('') + chunk.slice(from, end);
      this.#parts = [];
      this.#held = 0;
      from = end + 1;
      const message = this.#decode(line);
      if (message === null) this.#end('the other process sent a message that is not in the set');
      else this.#options.onMessage(message);
    }
    this.#held += chunk.length - from;
    if (this.#held > (this.#options.longest ?? usualLine))
      this.#end('the other process sent a message without end');
    else if (from < chunk.length) this.#parts.push(chunk.slice(from));
  }

  #decode(line: string): In | null {
    try {
      return this.#options.decode(JSON.parse(line));
    } catch {
      return null;
    }
  }

  #end(reason: string): void {
    if (!this.#open) return;
    this.close();
    this.#options.onEnd(reason);
  }
}

/** Lines are cut at bytes, so that a chunk's end never falls into a character. */
const toAscii = (json: string): string =>
  json.replaceAll(/[^\n\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
