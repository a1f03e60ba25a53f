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
  #rest = '';
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

  close(): void {
    this.#open = false;
    this.#socket.destroy();
  }

  unref(): void {
    this.#socket.unref();
  }

  #take(chunk: string): void {
    this.#rest += chunk;
    for (let end = this.#rest.indexOf('\n'); end >= 0 && this.#open; end = this.#rest.indexOf('\n')) {
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 1);
      const message = this.#decode(line);
      if (message === null) this.#end('the other process sent a message that is not in the set');
      else this.#options.onMessage(message);
    }
    if (this.#rest.length > (this.#options.longest ?? usualLine))
      this.#end('the other process sent a message without end');
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
