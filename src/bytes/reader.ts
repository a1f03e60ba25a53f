import { fail } from '../core/errors.ts';
import { nativeLittleEndian } from './endian.ts';
import { hexLines } from './hex.ts';

/**
 * A cursor over bytes that cannot leave them. Numbers come in the machine's own order, or with `be` in
 * network order. Every read past the end throws `MESSAGE_MALFORMED` and leaves the position where it was.
 * `bytes` and `within` give views, not copies: they hold only as long as the buffer below is not reused.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** What is being read, for the error's text: `inet_diag_msg`. */
  readonly #what: string;
  readonly #start: number;
  readonly #end: number;
  #at: number;

  /** `within` hands on its own view and bounds: making one of either costs more than reading a whole message. */
  constructor(bytes: Uint8Array, what = 'a message', view = viewOf(bytes), start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#view = view;
    this.#what = what;
    this.#start = start;
    this.#end = end;
    this.#at = start;
  }

  get position(): number {
    return this.#at - this.#start;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  /** Goes past `count` bytes (whole, not negative), of which all must be there. */
  skip(count: number): void {
    this.#take(count);
  }

  /** Goes to the next multiple of `size`, or to the end where padding is cut off after the last item. */
  align(size: number): void {
    this.#at = Math.min(this.#end, this.#start + Math.ceil(this.position / size) * size);
  }

  /** The next byte without going past it; undefined at the end. */
  peek(): number | undefined {
    return this.#at < this.#end ? this.#bytes[this.#at] : undefined;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), nativeLittleEndian);
  }

  u16be(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), nativeLittleEndian);
  }

  u32be(): number {
    return this.#view.getUint32(this.#take(4));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), nativeLittleEndian);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), nativeLittleEndian);
  }

  u64be(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  /** The next `count` bytes as a view. */
  bytes(count: number): Uint8Array {
    const from = this.#take(count);
    return this.#bytes.subarray(from, from + count);
  }

  /** A reader of the next `count` bytes alone; this one goes past them. */
  within(count: number, what = this.#what): Reader {
    const from = this.#take(count);
    return new Reader(this.#bytes, what, this.#view, from, from + count);
  }

  /** Position, length and the bytes in hex, for a person who debugs. */
  inspect(): string {
    const all = this.#bytes.subarray(this.#start, this.#end);
    return `${this.#what}: at ${this.position} of ${all.length} bytes\n${hexLines(all)}`;
  }

  #take(count: number): number {
    const from = this.#at;
    if (!Number.isInteger(count) || count < 0 || count > this.#end - from) throw this.#short(count);
    this.#at = from + count;
    return from;
  }
  #short(count: number): Error {
    return fail('MESSAGE_MALFORMED', {
      asked: `${count} bytes at ${this.position} of ${this.#what}`,
      found: `it has ${this.#end - this.#start} bytes`,
    });
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
