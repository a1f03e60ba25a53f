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
  #at = 0;

  constructor(bytes: Uint8Array, what = 'a message') {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** Goes past `count` bytes (whole, not negative), of which all must be there. */
  skip(count: number): void {
    this.#take(count);
  }

  /** Goes to the next multiple of `size`, or to the end where padding is cut off after the last item. */
  align(size: number): void {
    this.#at = Math.min(this.#bytes.length, Math.ceil(this.#at / size) * size);
  }

  /** The next byte without going past it; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#at];
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
    return new Reader(this.bytes(count), what);
  }

  /** Position, length and the bytes in hex, for a person who debugs. */
  inspect(): string {
    return `${this.#what}: at ${this.#at} of ${this.#bytes.length} bytes\n${hexLines(this.#bytes)}`;
  }

  #take(count: number): number {
    const from = this.#at;
    if (!Number.isInteger(count) || count < 0 || count > this.#bytes.length - from) {
      throw fail('MESSAGE_MALFORMED', {
        asked: `${count} bytes at ${from} of ${this.#what}`,
        found: `it has ${this.#bytes.length} bytes`,
      });
    }
    this.#at = from + count;
    return from;
  }
}
