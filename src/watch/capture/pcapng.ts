import type { InputReader, InputSummary } from '../input.ts';
import type { BatchSink } from '../record.ts';
import { type ChunkParser, Chunks } from './chunks.ts';
import { Collector } from './collector.ts';
import type { CaptureOptions } from './pcap.ts';
import {
  blockAt,
  blockHead,
  blockType,
  found,
  isPossibleLength,
  leastBlock,
  orderAt,
  packetHead,
  sectionHead,
  simplePacketHead,
} from './pcapng-block.ts';
import {
  type Interface,
  InterfaceNames,
  mostInterfaces,
  readInterface,
  timeOf,
} from './pcapng-interfaces.ts';
import { pastZeros, Search } from './resync.ts';

export const createPcapngReader = (sink: BatchSink, options: CaptureOptions = {}): InputReader =>
  new PcapngReader(sink, options);

class PcapngReader implements InputReader, ChunkParser {
  /** Bytes that are needed from where `parse` stopped. */
  want = sectionHead;
  readonly #collector: Collector;
  readonly #names: InterfaceNames;
  readonly #chunks = new Chunks(this);
  /** The byte order of the section; null before the first one. */
  #little: boolean | null = null;
  #interfaces: Interface[] = [];
  #offset = 0;
  readonly #search: Search;
  #ended = false;
  /** It was no pcapng at all. */
  #foreign = false;

  constructor(sink: BatchSink, { capacity, mostSearched }: CaptureOptions) {
    this.#collector = new Collector(sink, capacity);
    this.#search = new Search(this.#collector, 'block', mostSearched);
    this.#names = new InterfaceNames(this.#collector.batch);
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
    let left = this.#chunks.end();
    this.#search.end();
    while (left > 0 && !this.#search.lost) {
      this.#leave('cut at the end of the file', this.#offset);
      // Where its length lies, whole blocks may follow what seems to be the last one.
      this.#search.begin(this.#offset);
      left = this.#chunks.end();
    }
    return collector.summary('pcapng');
  }

  get #isOver(): boolean {
    return this.#foreign || this.#search.gaveUp;
  }

  parse(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    if (this.#isOver) return to;
    const base = this.#offset - from;
    let at = from;
    for (;;) {
      if (this.#search.lost) {
        at = this.#findBlock(view, at, to, base);
        if (this.#search.lost || this.#isOver) break;
      }
      const length = this.#wholeBlock(view, at, to, base);
      if (this.#foreign) return to;
      if (this.#search.lost) continue;
      if (length === 0) break;
      this.#readBlock(bytes, view, at, at + length - 4, base);
      at += length;
    }
    this.#offset = base + at;
    return at;
  }

  /** The length of the block here once it is there whole; 0 before, with `want` set. */
  #wholeBlock(view: DataView, at: number, to: number, base: number): number {
    this.want = this.#little === null ? sectionHead : leastBlock;
    if (to - at < this.want) return 0;
    let little = this.#little;
    const isSection = view.getUint32(at, true) === blockType.section;
    if (isSection) little = orderAt(view, at) ?? little;
    if (little === null || (this.#little === null && !isSection)) {
      this.#foreign = true;
      this.#leave('no pcapng section header', base + at);
      return 0;
    }
    const type = view.getUint32(at, little);
    const length = view.getUint32(at + 4, little);
    if (!isPossibleLength(type, length) || (isSection && orderAt(view, at) === null)) {
      this.#stumble(base + at);
      return 0;
    }
    if (to - at < length) {
      this.want = length;
      return 0;
    }
    if (view.getUint32(at + length - 4, little) !== length) {
      this.#stumble(base + at);
      return 0;
    }
    this.#little = little;
    return length;
  }

  /** A whole block at start..end, without its trailing length. */
  #readBlock(bytes: Uint8Array, view: DataView, start: number, end: number, base: number): void {
    const little = this.#little === true;
    switch (view.getUint32(start, little)) {
      case blockType.section:
        this.#interfaces = [];
        if (view.getUint16(start + 12, little) !== 1)
          this.#collector.note('its version is not 1, read as 1.0');
        break;
      case blockType.interface:
        this.#addInterface(bytes, view, start, end, base, little);
        break;
      case blockType.enhancedPacket:
        this.#readPacket(bytes, view, start, end, base, little, false);
        break;
      case blockType.packet:
        // The obsolete one has 16 bits for its interface, and drops in the others.
        this.#readPacket(bytes, view, start, end, base, little, true);
        break;
      case blockType.simplePacket:
        this.#readSimplePacket(bytes, view, start, end, base, little);
        break;
      default:
    }
  }

  #addInterface(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    base: number,
    little: boolean,
  ): void {
    if (end - start < 16) this.#leave('bad interface block', base + start);
    else if (this.#interfaces.length < mostInterfaces) {
      this.#interfaces.push(readInterface(bytes, view, start, end, little, this.#names));
    } else this.#collector.note(`only the first ${mostInterfaces} interfaces of a section are kept`);
  }

  #readPacket(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    base: number,
    little: boolean,
    obsolete: boolean,
  ): void {
    const room = end - start - packetHead;
    const captured = room < 0 ? 0 : view.getUint32(start + 20, little);
    const number = room < 0 ? 0 : interfaceOf(view, start, little, obsolete);
    const one = this.#interfaces[number];
    if (room < 0 || captured > room) this.#leavePacket('bad packet block', base + start);
    else if (one === undefined) this.#leavePacket('packet of an unknown interface', base + start);
    else {
      const time = timeOf(view.getUint32(start + 12, little), view.getUint32(start + 16, little), one);
      const data = start + packetHead;
      const original = view.getUint32(start + 24, little);
      this.#decode(bytes, view, data, data + captured, original, time, one, base + start);
    }
  }

  /** It has neither time nor interface: it belongs to the first. */
  #readSimplePacket(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    base: number,
    little: boolean,
  ): void {
    const data = start + simplePacketHead;
    const one = this.#interfaces[0];
    if (end < data) this.#leavePacket('bad packet block', base + start);
    else if (one === undefined) this.#leavePacket('packet of an unknown interface', base + start);
    else {
      const original = view.getUint32(start + blockHead, little);
      const kept = one.snap === 0 ? original : Math.min(original, one.snap);
      this.#decode(bytes, view, data, Math.min(end, data + kept), original, Number.NaN, one, base + start);
    }
  }

  #decode(
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    original: number,
    time: number,
    { linkType, name }: Interface,
    offset: number,
  ): void {
    const collector = this.#collector;
    if (collector.batch.size === collector.batch.capacity) collector.emit();
    collector.decode(linkType, bytes, view, start, end, original, time, name, offset);
  }

  #leavePacket(reason: string, offset: number): void {
    this.#collector.count++;
    this.#leave(reason, offset);
  }

  #leave(reason: string, offset: number): void {
    this.#collector.damaged = true;
    this.#collector.skip(reason, offset);
  }

  #stumble(offset: number): void {
    this.#leave('damaged block', offset);
    this.#search.begin(offset);
  }

  /** Goes on from byte to byte until a block can be believed in. */
  #findBlock(view: DataView, from: number, to: number, base: number): number {
    const little = this.#little === true;
    this.want = leastBlock;
    if (this.#search.isSpent(base + from)) return to;
    // Not where it stumbled: what stands there was looked at.
    for (let at = base + from === this.#search.at ? from + 1 : from; ; at++) {
      if (at > to) return from;
      this.#search.look();
      const answer = blockAt(view, at, to, little, this.#ended);
      if (answer === found.yes) {
        this.#search.foundAt(base + at);
        return at;
      }
      if (answer === found.no) {
        // No block is of type 0.
        const zerosEnd = pastZeros(view, at, to);
        if (zerosEnd > at + 4) at = zerosEnd - 4;
        if (at < to) continue;
        return at;
      }
      this.want = answer;
      return at;
    }
  }
}

const interfaceOf = (view: DataView, start: number, little: boolean, obsolete: boolean): number =>
  obsolete ? view.getUint16(start + blockHead, little) : view.getUint32(start + blockHead, little);
