import { fail } from '../core/errors.ts';
import { nativeLittleEndian } from './endian.ts';

/**
 * Writes numbers and bytes into a message of a size known beforehand, in the machine's own order or with
 * `be` in network order. A value that does not fit its field, or a field that does not fit the message,
 * throws `MESSAGE_MALFORMED` instead of being cut. What is skipped stays zero.
 */
export class Writer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #what: string;
  #at = 0;

  constructor(size: number, what = 'a message') {
    this.#bytes = new Uint8Array(size);
    this.#view = new DataView(this.#bytes.buffer);
    this.#what = what;
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  skip(count: number): this {
    this.#take(count);
    return this;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#take(1, value, 0xff), value);
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#take(2, value, 0xffff), value, nativeLittleEndian);
    return this;
  }

  u16be(value: number): this {
    this.#view.setUint16(this.#take(2, value, 0xffff), value);
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#take(4, value, 0xffff_ffff), value, nativeLittleEndian);
    return this;
  }

  i32(value: number): this {
    this.#view.setInt32(this.#take(4, value, 0x7fff_ffff, -0x8000_0000), value, nativeLittleEndian);
    return this;
  }

  u64(value: bigint): this {
    if (BigInt.asUintN(64, value) !== value) throw this.#misfit(`${value} in 8 bytes`);
    this.#view.setBigUint64(this.#take(8), value, nativeLittleEndian);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#bytes.set(value, this.#take(value.length));
    return this;
  }

  /** The whole message: a view of `size` bytes, written or still zero. */
  done(): Uint8Array {
    return this.#bytes;
  }

  #take(count: number, value = 0, most = 0, least = 0): number {
    const from = this.#at;
    if (!Number.isInteger(count) || count < 0 || count > this.remaining) {
      throw this.#misfit(`${count} bytes at ${from}`);
    }
    if (!Number.isInteger(value) || value > most || value < least)
      throw this.#misfit(`${value} in ${count} bytes`);
    this.#at = from + count;
    return from;
  }

  #misfit(asked: string): Error {
    return fail('MESSAGE_MALFORMED', {
      asked: `to write ${asked} of ${this.#what}`,
      found: `that does not fit; the message has ${this.#bytes.length} bytes`,
    });
  }
}
