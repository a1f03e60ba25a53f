import { payloadStride, stride, word } from '../record.ts';
import type { Batch } from '../record.ts';
import type { Limits } from './limits.ts';
import { cold } from './source-layout.ts';

/*
 * The first records of each source, for evidence: one for all, three more from its second record on, twelve more while
 * there is room. A sample is the record's 24 words, its time (Float64, words 24-25), its payload's place + 1 (word 26),
 * and one unused.
 */
const sampleStride = 28;
const timeAt = 24;
const payloadAt = 26;
const few = 3;
const more = 12;
const mostSamples = 1 + few + more;

/** A copy of samples that stays as it is, whatever becomes of the tables. */
export interface SampleCopy {
  readonly words: Uint32Array;
  readonly times: readonly number[];
  readonly payloads: readonly (Uint8Array | null)[];
}

export class Samples {
  readonly #cold: Int32Array;
  readonly #words: Uint32Array;
  readonly #times: Float64Array;
  readonly #payloads: Uint8Array;
  readonly #freePayloads: Int32Array;
  #freePayload: number;
  readonly #fewBase: number;
  readonly #moreBase: number;
  readonly #freeFew: Int32Array;
  #fewLeft: number;
  readonly #freeMore: Int32Array;
  #moreLeft: number;

  constructor(limits: Limits, coldWords: Int32Array) {
    this.#cold = coldWords;
    this.#fewBase = limits.sources;
    this.#moreBase = limits.sources + limits.fewSamples * few;
    this.#words = new Uint32Array((this.#moreBase + limits.moreSamples * more) * sampleStride);
    this.#times = new Float64Array(this.#words.buffer);
    this.#payloads = new Uint8Array(limits.payloads * payloadStride);
    this.#freePayloads = descending(limits.payloads);
    this.#freePayload = limits.payloads;
    this.#freeFew = descending(limits.fewSamples);
    this.#fewLeft = limits.fewSamples;
    this.#freeMore = descending(limits.moreSamples);
    this.#moreLeft = limits.moreSamples;
  }

  get held(): number {
    return (
      this.#words.byteLength + this.#payloads.byteLength + (this.#freeFew.length + this.#freeMore.length) * 4
    );
  }

  /** True where the source has room for sixteen. */
  isRich(c: number): boolean {
    return this.#cold[c + cold.more] !== 0;
  }

  /** Keeps a record as the source's `number`-th (from 1), if there is room. */
  keep(slot: number, c: number, number: number, batch: Batch, index: number, interfaceNumber: number): void {
    const place = this.#placeFor(slot, c, number);
    if (place === -1) return;
    const at = place * sampleStride;
    const from = index * stride;
    for (let word = 0; word < stride; word++) this.#words[at + word] = batch.words[from + word] as number;
    this.#words[at + word.interface] = interfaceNumber;
    this.#times[(at + timeAt) >>> 1] = batch.times[index] as number;
    const bytes = (batch.words[from + word.payload] as number) & 0xff;
    this.#words[at + payloadAt] = bytes === 0 ? 0 : this.#keepPayload(batch, index);
  }

  /** Copies the samples of a source with as many records. */
  copy(slot: number, c: number, records: number): SampleCopy {
    const places = Array.from({ length: Math.min(records, mostSamples) }, (_, index) =>
      this.#placeOf(slot, c, index + 1),
    ).filter((place) => place !== -1);
    const words = new Uint32Array(places.length * stride);
    for (const [index, place] of places.entries())
      words.set(this.#words.subarray(place * sampleStride, place * sampleStride + stride), index * stride);
    return {
      words,
      times: places.map((place) => this.#times[(place * sampleStride + timeAt) >>> 1] as number),
      payloads: places.map((place) => {
        const kept = this.#words[place * sampleStride + payloadAt] as number;
        return kept === 0 ? null : this.#payloads.slice((kept - 1) * payloadStride, kept * payloadStride);
      }),
    };
  }

  /** Takes back what a source of as many records holds. */
  drop(slot: number, c: number, records: number): void {
    for (let number = 1; number <= Math.min(records, mostSamples); number++) {
      const place = this.#placeOf(slot, c, number);
      if (place === -1) break;
      const kept = this.#words[place * sampleStride + payloadAt] as number;
      if (kept !== 0) this.#freePayloads[this.#freePayload++] = kept - 1;
    }
    const fewBlock = this.#cold[c + cold.few] as number;
    if (fewBlock !== 0) this.#freeFew[this.#fewLeft++] = fewBlock - 1;
    const moreBlock = this.#cold[c + cold.more] as number;
    if (moreBlock !== 0) this.#freeMore[this.#moreLeft++] = moreBlock - 1;
    this.#cold[c + cold.few] = 0;
    this.#cold[c + cold.more] = 0;
  }

  #placeFor(slot: number, c: number, number: number): number {
    if (number === 2 && this.#fewLeft > 0)
      this.#cold[c + cold.few] = (this.#freeFew[--this.#fewLeft] as number) + 1;
    if (number === 2 + few && this.#moreLeft > 0 && this.#cold[c + cold.few] !== 0)
      this.#cold[c + cold.more] = (this.#freeMore[--this.#moreLeft] as number) + 1;
    return this.#placeOf(slot, c, number);
  }

  #placeOf(slot: number, c: number, number: number): number {
    if (number === 1) return slot;
    if (number > mostSamples) return -1;
    const inFew = number <= 1 + few;
    const block = this.#cold[c + (inFew ? cold.few : cold.more)] as number;
    if (block === 0) return -1;
    return inFew
      ? this.#fewBase + (block - 1) * few + number - 2
      : this.#moreBase + (block - 1) * more + number - 2 - few;
  }

  #keepPayload(batch: Batch, index: number): number {
    if (this.#freePayload === 0) return 0;
    const place = this.#freePayloads[--this.#freePayload] as number;
    const from = index * payloadStride;
    this.#payloads.set(batch.payloads.subarray(from, from + payloadStride), place * payloadStride);
    return place + 1;
  }
}

/** The numbers below `count`, the lowest last: it is taken first, so that pages are written in order. */
function descending(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let index = 0; index < count; index++) numbers[index] = count - 1 - index;
  return numbers;
}
