/*
 * Tens of thousands of sources have more state than a processor's caches hold, and each packet waits for it. So packets
 * are put aside first, in 128 parts by a few bits of their source's place in the index, and a part is counted when it is
 * full: then the state of its few hundred sources is fetched once for several packets. A source's packets keep their
 * order.
 *
 * What is put aside is a plain SYN over IPv4 of a source that has been seen: a set of bits tells so, wrongly of a new
 * source once in a while, which is then only counted later than it came.
 *
 * A record that was put aside has 18 words: those of record.ts that such a packet has, and its time.
 *
 *   0-1   time (Float64)            8   acknowledgement        13   TCP timestamp value
 *    2    known                     9   tcp                    14   TCP timestamp echo
 *    3    source                   10   length                 15   interface
 *    4    destination              11   option kinds           16   ordinal
 *    5    ports                    12   option values          17   payload
 *    6    ip
 *    7    sequence
 */
import { Batch } from '../record.ts';
import {
  atAcknowledgement,
  atDestination,
  atInterface,
  atIp,
  atKnown,
  atLength,
  atOptionKinds,
  atOptionValues,
  atOrdinal,
  atPackets,
  atPayload,
  atPorts,
  atSequence,
  atShape,
  atSource,
  atTcp,
  atTimestamp,
  atTimestampEcho,
  recordStride,
  tcpNumber,
} from '../record-words.ts';

const partitionBits = 7;
const seenBits = 20;
const asideStride = 18;

export const partitions = 1 << partitionBits;

export class Spread {
  /** Where records stand again when their part is counted. */
  readonly batch: Batch;
  readonly #room: number;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  readonly #counts = new Int32Array(partitions);
  readonly #seen = new Int32Array((1 << seenBits) >>> 5);
  readonly #placeMask: number;
  readonly #shift: number;
  #held = 0;

  /** `room` records a part, of which `run` are taken back at a time; the interfaces are those of the batches to come. */
  constructor(room: number, run: number, interfaces: string[], placeMask: number) {
    this.#room = room;
    this.#placeMask = placeMask;
    this.#shift = 32 - Math.clz32(placeMask) - partitionBits;
    this.batch = new Batch(run, interfaces);
    this.#words = new Uint32Array(partitions * room * asideStride);
    this.#times = new Float64Array(this.#words.buffer);
  }

  get isEmpty(): boolean {
    return this.#held === 0;
  }

  get bytes(): number {
    return Spread.bytesOf(this.#room);
  }

  static bytesOf(room: number): number {
    return partitions * room * asideStride * 4 + (1 << seenBits) / 8;
  }

  count(part: number): number {
    return this.#counts[part] as number;
  }

  has(hash: number): boolean {
    const place = hash >>> (32 - seenBits);
    return (((this.#seen[place >>> 5] as number) >>> (place & 31)) & 1) === 1;
  }

  mark(hash: number): void {
    const place = hash >>> (32 - seenBits);
    this.#seen[place >>> 5] = (this.#seen[place >>> 5] as number) | (1 << (place & 31));
  }

  /** Puts a record aside; the part that is full now, -1 if it is not. */
  put(hash: number, batch: Batch, index: number): number {
    const part = (hash & this.#placeMask) >>> this.#shift;
    const count = this.#counts[part] as number;
    const place = (part * this.#room + count) * asideStride;
    const to = this.#words;
    const from = batch.words;
    const at = index * recordStride;
    this.#times[place >>> 1] = batch.times[index] as number;
    to[place + 2] = from[at + atKnown] as number;
    to[place + 3] = from[at + atSource] as number;
    to[place + 4] = from[at + atDestination] as number;
    to[place + 5] = from[at + atPorts] as number;
    to[place + 6] = from[at + atIp] as number;
    to[place + 7] = from[at + atSequence] as number;
    to[place + 8] = from[at + atAcknowledgement] as number;
    to[place + 9] = from[at + atTcp] as number;
    to[place + 10] = from[at + atLength] as number;
    to[place + 11] = from[at + atOptionKinds] as number;
    to[place + 12] = from[at + atOptionValues] as number;
    to[place + 13] = from[at + atTimestamp] as number;
    to[place + 14] = from[at + atTimestampEcho] as number;
    to[place + 15] = from[at + atInterface] as number;
    to[place + 16] = from[at + atOrdinal] as number;
    to[place + 17] = from[at + atPayload] as number;
    this.#counts[part] = count + 1;
    this.#held += 1;
    return count + 1 === this.#room ? part : -1;
  }

  /** Brings records `from` to `from + count` of a part back into `batch`. */
  take(part: number, start: number, count: number): void {
    const from = this.#words;
    const to = this.batch.words;
    const times = this.batch.times;
    let place = (part * this.#room + start) * asideStride;
    for (let index = 0, at = 0; index < count; index++, at += recordStride, place += asideStride) {
      times[index] = this.#times[place >>> 1] as number;
      to[at + atKnown] = from[place + 2] as number;
      to[at + atShape] = tcpNumber;
      to[at + atSource] = from[place + 3] as number;
      to[at + atDestination] = from[place + 4] as number;
      to[at + atPorts] = from[place + 5] as number;
      to[at + atIp] = from[place + 6] as number;
      to[at + atSequence] = from[place + 7] as number;
      to[at + atAcknowledgement] = from[place + 8] as number;
      to[at + atTcp] = from[place + 9] as number;
      to[at + atLength] = from[place + 10] as number;
      to[at + atOptionKinds] = from[place + 11] as number;
      to[at + atOptionValues] = from[place + 12] as number;
      to[at + atTimestamp] = from[place + 13] as number;
      to[at + atTimestampEcho] = from[place + 14] as number;
      to[at + atPackets] = 1;
      to[at + atInterface] = from[place + 15] as number;
      to[at + atOrdinal] = from[place + 16] as number;
      to[at + atPayload] = from[place + 17] as number;
    }
    this.batch.size = count;
  }

  /** A part was counted. */
  clear(part: number): void {
    this.#held -= this.#counts[part] as number;
    this.#counts[part] = 0;
  }
}
