import { fail } from '../../core/errors.ts';
import type { InputReader } from '../input.ts';
import type { InputOptions, MakeInputReader, ReadInput } from './open.ts';
import { magicLength, sniff, sniffLength } from './sniff.ts';
import { createUnpacker, type Packing, type Unpacker } from './unpack.ts';

/** Takes an input's chunks, finds out by the first bytes what they are, and hands them to the reader for it. */
export class Intake {
  readonly name: string;
  readonly #make: MakeInputReader;
  readonly #options: InputOptions;
  #first = new Uint8Array();
  #reader: InputReader | null = null;
  #packed: Packing | null = null;
  #unpacker: Unpacker | null = null;
  /** An error found while unpacked bytes came in, where it cannot be thrown through the unpacker. */
  #failure: unknown = null;
  #broken: string | null = null;

  constructor(name: string, make: MakeInputReader, options: InputOptions) {
    this.name = name;
    this.#make = make;
    this.#options = options;
  }

  /** The chunk may be used again when the promise is kept, or at once where there is none: the fast way. */
  push(chunk: Uint8Array): Promise<void> | null {
    if (this.#unpacker !== null) return this.#unpack(this.#unpacker, chunk);
    if (this.#reader !== null) {
      this.#reader.push(chunk);
      return null;
    }
    return this.#pushFirst(chunk);
  }

  flush(): void {
    this.#reader?.flush();
  }

  /** Nothing more can be read; what came before stands. */
  breakOff(reason: string): void {
    this.#broken = reason;
  }

  async end(): Promise<ReadInput> {
    if (this.#unpacker === null && this.#reader === null) {
      const busy = this.#decide(this.#first);
      if (busy !== null) await busy;
    }
    let damage = this.#broken;
    if (this.#unpacker !== null) {
      const wrong = await this.#unpacker.end();
      if (this.#failure !== null) throw this.#failure;
      damage ??= wrong;
      if (this.#reader === null && damage !== null && this.#first.length === 0)
        throw this.#unrecognised(damage);
      if (this.#reader === null) this.#start(this.#first);
    }
    if (this.#reader === null) throw this.#unrecognised('nothing is known of it');
    const summary = this.#reader.end();
    return {
      summary: damage === null ? summary : { ...summary, damaged: true, notes: [...summary.notes, damage] },
      packed: this.#packed,
    };
  }

  async #unpack(unpacker: Unpacker, chunk: Uint8Array): Promise<void> {
    await unpacker.push(chunk);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Collects until there is enough to tell what it is. */
  #pushFirst(chunk: Uint8Array): Promise<void> | null {
    const whole = this.#collect(chunk);
    return whole === null ? null : this.#decide(whole);
  }

  #collect(chunk: Uint8Array): Uint8Array | null {
    if (this.#first.length === 0 && chunk.length >= magicLength) return chunk;
    const joined = new Uint8Array(this.#first.length + chunk.length);
    joined.set(this.#first);
    joined.set(chunk, this.#first.length);
    this.#first = joined;
    return joined.length >= magicLength ? joined : null;
  }

  #decide(first: Uint8Array): Promise<void> | null {
    const { kind } = sniff(first.subarray(0, sniffLength));
    if (kind !== 'gzip' && kind !== 'zstd') {
      this.#start(first);
      return null;
    }
    this.#packed = kind;
    this.#first = new Uint8Array();
    this.#unpacker = createUnpacker(kind, (chunk) => this.#unpacked(chunk), this.#options.unpackLimits);
    return this.#unpack(this.#unpacker, first);
  }

  #unpacked(chunk: Uint8Array): void {
    if (this.#failure !== null) return;
    try {
      if (this.#reader !== null) this.#reader.push(chunk);
      else {
        const whole = this.#collect(chunk);
        if (whole !== null) this.#start(whole);
      }
    } catch (error) {
      this.#failure = error;
    }
  }

  #start(first: Uint8Array): void {
    const found = sniff(first.subarray(0, sniffLength));
    switch (found.kind) {
      case 'pcap':
      case 'pcapng':
      case 'text':
      case 'empty':
        // A log that was just rotated is empty, and nothing is wrong with it.
        this.#reader = this.#make(
          found.kind === 'empty' ? 'text' : found.kind,
          first.subarray(0, sniffLength),
        );
        this.#reader.push(first);
        return;
      case 'unsupported':
        throw this.#unrecognised(`it is ${found.name}, which is not read`);
      case 'gzip':
      case 'zstd':
        throw this.#unrecognised('it is packed twice', 'Unpack it once');
      case 'binary':
        throw this.#unrecognised('its content is neither a capture nor text');
    }
  }

  #unrecognised(found: string, todo = 'Give it a pcap or pcapng capture or a firewall log'): Error {
    return fail('INPUT_UNRECOGNISED', { asked: this.name, found, todo });
  }
}
