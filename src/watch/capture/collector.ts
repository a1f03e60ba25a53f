import { decodeFrame } from '../layers/frame.ts';
import { isOther, outcome, outcomeCount, outcomeName } from '../layers/outcome.ts';
import type { InputSummary, Skipped } from '../input.ts';
import { Batch, type BatchSink } from '../record.ts';

/** Notes beyond it would tell nothing new. */
const mostNotes = 20;

/** The batch that a reader of captures fills, and the account of what it met. */
export class Collector {
  readonly batch: Batch;
  /** Packets met, the skipped and other ones among them. */
  count = 0;
  damaged = false;
  readonly #sink: BatchSink;
  readonly #outcomes = new Float64Array(outcomeCount);
  readonly #outcomesAt = new Float64Array(outcomeCount);
  readonly #skipped = new Map<string, { count: number; firstAt: number }>();
  readonly #linkTypes = new Set<number>();
  readonly #notes: string[] = [];
  #records = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(sink: BatchSink, capacity: number | undefined) {
    this.#sink = sink;
    this.batch = new Batch(capacity);
  }

  /** Hands over the records so far. */
  emit(): void {
    const { batch } = this;
    const { size, times } = batch;
    if (size === 0) return;
    let from = this.#from;
    let to = this.#to;
    for (let index = 0; index < size; index++) {
      const time = times[index] ?? Number.NaN;
      if (time < from) from = time;
      if (time > to) to = time;
    }
    this.#from = from;
    this.#to = to;
    this.#records += size;
    this.#sink(batch);
    batch.size = 0;
  }

  /** The next packet, whose record in the file begins at `offset`; the batch has room for it. */
  decode(
    linkType: number,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    wireLength: number,
    time: number,
    interfaceIndex: number,
    offset: number,
  ): void {
    this.count++;
    const { batch, count } = this;
    const code = decodeFrame(
      batch,
      linkType,
      bytes,
      view,
      start,
      end,
      wireLength,
      time,
      interfaceIndex,
      count,
    );
    if (code === outcome.record) return;
    if (code === outcome.unknownLinkType && this.#linkTypes.size < mostNotes) this.#linkTypes.add(linkType);
    if (this.#outcomes[code] === 0) this.#outcomesAt[code] = offset;
    this.#outcomes[code] = (this.#outcomes[code] ?? 0) + 1;
  }

  /** Something else that was left out; reasons are a few fixed sentences. */
  skip(reason: string, offset: number): void {
    const one = this.#skipped.get(reason);
    if (one === undefined) this.#skipped.set(reason, { count: 1, firstAt: offset });
    else one.count++;
  }

  note(text: string): void {
    if (this.#notes.length < mostNotes && !this.#notes.includes(text)) this.#notes.push(text);
  }

  summary(format: string): InputSummary {
    this.emit();
    const skipped: Skipped[] = [];
    const other: { name: string; packets: number }[] = [];
    for (const [code, count] of this.#outcomes.entries()) {
      if (count === 0) continue;
      const name = outcomeName(code);
      if (isOther(code)) other.push({ name, packets: count });
      else skipped.push({ reason: name, count, firstAt: this.#outcomesAt[code] ?? 0 });
    }
    for (const [reason, { count, firstAt }] of this.#skipped) skipped.push({ reason, count, firstAt });
    if (this.#linkTypes.size > 0)
      this.note(`link types that are not read: ${[...this.#linkTypes].join(', ')}`);
    return {
      format,
      unit: 'packets',
      count: this.count,
      records: this.#records,
      from: this.#from === Number.POSITIVE_INFINITY ? null : this.#from,
      to: this.#to === Number.NEGATIVE_INFINITY ? null : this.#to,
      skipped,
      other,
      notes: this.#notes,
      damaged: this.damaged,
    };
  }
}
