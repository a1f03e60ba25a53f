import type { InputReader, InputSummary } from '../input.ts';
import { linkType } from '../layers/link-types.ts';
import type { BatchSink } from '../record.ts';
import { type ChunkParser, Chunks } from './chunks.ts';
import { Collector } from './collector.ts';
import { readCommonRun } from './common-run.ts';
import { type PcapForm, isPcapMagic, pcapHeader, readPcapHeader } from './pcap-header.ts';
import { chain, chainAt, isImplausible } from './pcap-record.ts';
import { pastZeros, Search } from './resync.ts';

export interface CaptureOptions {
  /** Records in a batch. */
  readonly capacity?: number;
  /** Bytes that are looked at one by one behind damage, before the rest is given up. */
  readonly mostSearched?: number;
}

export const createPcapReader = (sink: BatchSink, options: CaptureOptions = {}): InputReader =>
  new PcapReader(sink, options);

class PcapReader implements InputReader, ChunkParser {
  /** Bytes that are needed from where `parse` stopped. */
  want = pcapHeader;
  readonly #collector: Collector;
  readonly #chunks = new Chunks(this);
  #form: PcapForm | null = null;
  /** Offset in the input of the byte that is parsed next. */
  #offset = 0;
  readonly #search: Search;
  #ended = false;
  /** It was no pcap at all. */
  #foreign = false;

  constructor(sink: BatchSink, { capacity, mostSearched }: CaptureOptions) {
    this.#collector = new Collector(sink, capacity);
    this.#search = new Search(this.#collector, 'packet', mostSearched);
  }

  push(chunk: Uint8Array): void {
    if (!this.#isOver) this.#chunks.push(chunk);
  }

  flush(): void {
    this.#collector.emit();
  }

  end(): InputSummary {
    this.#ended = true;
    const collector = this.#collector;
    const left = this.#chunks.end();
    this.#search.end();
    if (!this.#search.lost && left > 0) {
      collector.damaged = true;
      collector.count += this.#form === null ? 0 : 1;
      collector.skip(
        this.#form === null ? 'cut in the file header' : 'cut at the end of the file',
        this.#offset,
      );
      collector.note(`the file ends inside ${this.#form === null ? 'its header' : 'a packet'}`);
    }
    return collector.summary('pcap');
  }

  get #isOver(): boolean {
    return this.#foreign || this.#search.gaveUp;
  }

  parse(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    if (this.#isOver) return to;
    const base = this.#offset - from;
    let at = from;
    for (;;) {
      const form = this.#form;
      if (form === null) {
        if (to - at < pcapHeader) {
          this.want = pcapHeader;
          break;
        }
        at = this.#readHeader(view, at, to);
        if (this.#foreign) break;
      } else if (this.#search.lost) {
        at = this.#findRecords(view, at, to, base, form);
        if (this.#search.lost || this.#isOver) break;
      } else {
        at = this.#readRecords(bytes, view, at, to, base, form);
        if (!this.#stumbled(view, at, to, base)) break;
      }
    }
    this.#offset = base + at;
    return at;
  }

  #readHeader(view: DataView, at: number, to: number): number {
    const form = readPcapHeader(view, at);
    if (form === null) {
      this.#foreign = true;
      this.#collector.damaged = true;
      this.#collector.skip('no pcap header', 0);
      return to;
    }
    if (!form.version.startsWith('2.')) this.#collector.note(`its version is ${form.version}, read as 2.4`);
    this.#form = form;
    return at + pcapHeader;
  }

  /** Stops at what is not there yet, and at a header that is none. */
  #readRecords(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    base: number,
    form: PcapForm,
  ): number {
    const collector = this.#collector;
    const { batch } = collector;
    const { little, perSecond, recordHeader, linkType: link } = form;
    const perMicrosecond = perSecond / 1e6;
    const common = link === linkType.ethernet && recordHeader === 16;
    let at = from;
    this.want = recordHeader;
    for (;;) {
      if (batch.size === batch.capacity) collector.emit();
      if (common) {
        const { size } = batch;
        at = readCommonRun(batch, view, at, to, little, perMicrosecond, collector.count + 1);
        collector.count += batch.size - size;
        if (batch.size === batch.capacity) continue;
      }
      if (to - at < recordHeader) break;
      const fraction = view.getUint32(at + 4, little);
      const captured = view.getUint32(at + 8, little);
      const original = view.getUint32(at + 12, little);
      if (isImplausible(captured, original)) break;
      const start = at + recordHeader;
      const end = start + captured;
      if (end > to) {
        this.want = recordHeader + captured;
        break;
      }
      if ((fraction >= perSecond || captured > original) && !this.#followed(view, end, to, form)) {
        this.want = recordHeader + captured + recordHeader;
        break;
      }
      const time = view.getUint32(at, little) * 1e6 + fraction / perMicrosecond;
      collector.decode(link, bytes, view, start, end, original, time, 0, base + at);
      at = end;
    }
    return at;
  }

  /** A header with an odd field counts where a possible one follows it: some programs write such. */
  #followed(view: DataView, at: number, to: number, form: PcapForm): boolean {
    if (to - at < form.recordHeader) return this.#ended;
    return !isImplausible(view.getUint32(at + 8, form.little), view.getUint32(at + 12, form.little));
  }

  /** Whether the hot loop stopped at something else than a lack of bytes; then the reader has moved on. */
  #stumbled(view: DataView, at: number, to: number, base: number): boolean {
    if (to - at < this.want) return false;
    // Captures that were joined by `cat` have a file header in the middle.
    if (isPcapMagic(view.getUint32(at)) || isPcapMagic(view.getUint32(at, true))) {
      this.#form = null;
      this.#collector.note('captures were joined: a file header stands between packets');
      return true;
    }
    this.#collector.damaged = true;
    this.#collector.count++;
    this.#collector.skip('damaged packet header', base + at);
    this.#search.begin(base + at);
    return true;
  }

  /** Goes on from byte to byte until records follow one another. */
  #findRecords(view: DataView, from: number, to: number, base: number, form: PcapForm): number {
    if (this.#search.isSpent(base + from)) {
      this.#collector.count++;
      return to;
    }
    for (let at = from; ; at++) {
      this.#search.look();
      const found = chainAt(view, at, to, form, this.#ended);
      if (found === chain.holds) {
        this.#search.foundAt(base + at);
        return at;
      }
      if (found === chain.broken) {
        // No header says that nothing was kept: where its length lies in zeros there is none.
        const zerosEnd = pastZeros(view, at + 8, to);
        if (zerosEnd > at + 12) at = zerosEnd - 12;
        if (at < to) continue;
        this.want = form.recordHeader;
        return at;
      }
      this.want = found;
      return at;
    }
  }
}
