import { Batch, type BatchSink, known, shape, stride, word } from '../record.ts';
import type { Line } from './line.ts';
import { Names } from './names.ts';

const mostInterfaces = 4096;
/** IFNAMSIZ is 16 with its end; a cloud's or a firewall's own names are longer. */
const longestInterface = 64;

/** The record that is being filled, at the end of a batch, and what is known of all so far. */
export class Records {
  readonly #batch = new Batch();
  readonly #sink: BatchSink;
  readonly #names = new Names(mostInterfaces, longestInterface);
  readonly words: Uint32Array = this.#batch.words;
  readonly quoted: Uint32Array = this.#batch.quoted;
  /** First word of the open record. */
  base = 0;
  /** Its place in the batch. */
  index = 0;
  count = 0;
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;

  constructor(sink: BatchSink) {
    this.#sink = sink;
  }

  /** The number of an interface's name, also given to the batch; 0 for none or more than 4,096 names. */
  interfaceOf(line: Line, from: number, to: number): number {
    const number = this.#names.of(line, from, to);
    if (number === this.#batch.interfaces.length) this.#batch.interfaces.push(line.text(from, to));
    return number;
  }

  /** Ends the open record; `time` is NaN where it is unknown. */
  commit(bits: number, form: number, time: number, packets: number, iface: number, ordinal: number): void {
    const { words, base } = this;
    const timed = time === time;
    words[base + word.known] = timed ? bits | known.time : bits;
    words[base + word.shape] = form;
    words[base + word.packets] = packets;
    words[base + word.interface] = iface;
    words[base + word.ordinal] = ordinal;
    this.#batch.times[this.index] = time;
    if (timed) {
      if (time < this.from) this.from = time;
      if (time > this.to) this.to = time;
    }
    this.count++;
    this.#batch.size = ++this.index;
    this.base = base + stride;
    if (this.index === this.#batch.capacity) this.flush();
  }

  flush(): void {
    if (this.index === 0) return;
    this.#sink(this.#batch);
    this.#batch.size = 0;
    this.index = 0;
    this.base = 0;
  }
}

/** What an IPv4 packet of this length without a byte to spare says of its TCP header: see `lengthTells`. */
const bareTcp = { v4: 40, v6: 60 } as const;

/**
 * A TCP packet of 40 bytes (60 with IPv6) is two headers of the smallest size: no options and no data. Nothing longer
 * proves anything, as no log tells how long the IP header was. Gives the bits that are known by it.
 */
export function lengthTells(words: Uint32Array, base: number, form: number): number {
  const bare = (form & shape.v6) === 0 ? bareTcp.v4 : bareTcp.v6;
  if ((words[base + word.length] as number) >>> 16 !== bare) return 0;
  words[base + word.tcp] = ((words[base + word.tcp] as number) & ~0xf000) | (5 << 12);
  words[base + word.optionKinds] = 0;
  words[base + word.optionValues] = 0;
  words[base + word.payload] = 0;
  return known.headerLength | known.optionKinds | known.optionValues | known.payloadLength;
}
