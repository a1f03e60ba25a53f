/*
 * An HTTP/1.1 response, read as it comes (RFC 9112). Node's own client costs 15 ms to load, and the command line asks
 * one question of one socket: status, a body by length, in chunks or to the end.
 */

/** The other side does not speak as it should. */
export class Malformed extends Error {}

const mostHead = 16 * 1024;
const mostSizeLine = 64;
const empty = Buffer.alloc(0);

type State = 'head' | 'length' | 'size' | 'chunk' | 'chunk-end' | 'trailers' | 'to-end' | 'done';

export class ResponseReader {
  status = 0;
  #state: State = 'head';
  #waiting: Buffer = empty;
  /** Bytes of the body, or of this chunk, that are still to come. */
  #left = 0;
  readonly #body: (bytes: Buffer) => void;

  constructor(body: (bytes: Buffer) => void) {
    this.#body = body;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  /** @throws Malformed */
  push(bytes: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    while (this.#state !== 'done' && this.#step());
  }

  /** The other side ended. @throws Malformed where more had to come */
  end(): void {
    if (this.#state === 'to-end') this.#state = 'done';
    if (this.#state !== 'done') throw new Malformed('its answer ended in the middle');
  }

  /** Whether there may be more to do with what has come. */
  #step(): boolean {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'size':
        return this.#readSize();
      case 'chunk-end':
        return this.#line(2, () => this.#become('size'));
      case 'trailers':
        return this.#line(mostHead, (line) => (line === '' ? this.#become('done') : undefined));
      case 'length':
        return this.#take('done');
      case 'chunk':
        return this.#take('chunk-end');
      default:
        return this.#takeAll();
    }
  }

  #become(state: State): void {
    this.#state = state;
  }

  #readHead(): boolean {
    const end = this.#waiting.indexOf('\r\n\r\n');
    if ((end < 0 ? this.#waiting.length : end) > mostHead)
      throw new Malformed('its answer has no end of its head');
    if (end < 0) return false;
    const [first = '', ...lines] = this.#waiting.toString('latin1', 0, end).split('\r\n');
    this.#waiting = this.#waiting.subarray(end + 4);
    const [, status] = /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first) ?? [];
    if (status === undefined) throw new Malformed('what it answers is no HTTP');
    // What comes before the answer itself, such as 103.
    if (status.startsWith('1')) return true;
    this.status = Number(status);
    this.#framedBy(lines);
    return true;
  }

  #framedBy(lines: readonly string[]): void {
    const value = (name: string): string | undefined =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim();
    const length = value('content-length');
    if (value('transfer-encoding')?.toLowerCase() === 'chunked') this.#state = 'size';
    else if (this.status === 204 || this.status === 304) this.#state = 'done';
    else if (length === undefined) this.#state = 'to-end';
    else if (/^\d{1,12}$/.test(length)) {
      this.#left = Number(length);
      this.#state = this.#left === 0 ? 'done' : 'length';
    } else throw new Malformed('its answer has a length that is none');
  }

  #readSize(): boolean {
    return this.#line(mostSizeLine, (line) => {
      const [, hex] = /^([0-9a-f]{1,8})(?:[ \t]*;.*)?$/i.exec(line) ?? [];
      if (hex === undefined) throw new Malformed('its answer has a chunk without a size');
      this.#left = Number.parseInt(hex, 16);
      this.#state = this.#left === 0 ? 'trailers' : 'chunk';
    });
  }

  #line(most: number, then: (line: string) => void): boolean {
    const end = this.#waiting.indexOf('\r\n');
    if ((end < 0 ? this.#waiting.length : end) > most)
      throw new Malformed('its answer has a line without end');
    if (end < 0) return false;
    const line = this.#waiting.toString('latin1', 0, end);
    this.#waiting = this.#waiting.subarray(end + 2);
    then(line);
    return true;
  }

  #take(next: State): boolean {
    if (this.#waiting.length === 0) return false;
    const part = this.#waiting.subarray(0, this.#left);
    this.#waiting = this.#waiting.subarray(part.length);
    this.#left -= part.length;
    if (this.#left === 0) this.#state = next;
    this.#body(part);
    return true;
  }

  #takeAll(): boolean {
    if (this.#waiting.length > 0) this.#body(this.#waiting);
    this.#waiting = empty;
    return false;
  }
}
