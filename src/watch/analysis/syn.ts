import { type Batch, known, protocol, shape, tcpFlag } from '../record.ts';
import { mix, tupleOf } from '../tables/hash.ts';
import {
  atDestination,
  atKnown,
  atPackets,
  atPayload,
  atPorts,
  atShape,
  atSource,
  atTcp,
  recordStride,
  tcpNumber,
} from '../record-words.ts';
import { hotPairSet, hotPortSet, hotShift, hotTargetCount } from '../tables/source-layout.ts';
import { packet } from './packet.ts';
import { partitions, Spread } from './spread.ts';
import { synShape } from './tcp.ts';
import type { Traffic } from './traffic.ts';

/*
 * The quick way of what a capture of scanners mostly holds: SYN over IPv4 from elsewhere to a quiet port. Such a packet
 * needs some five places in tables that are bigger than any cache, one after another. A processor waits for several at
 * a time only where little else stands between: so some hundred packets are gone through in short loops, each of which
 * reads one kind of place, and only then are they counted.
 */
const run = 256;
const slow = -2;
const needs = known.ports | known.flags;
const shapeMask = 0xff | shape.v6 | shape.laterFragment | shape.outgoing;
const flagMask = tcpFlag.syn | tcpFlag.ack | tcpFlag.rst | tcpFlag.fin | tcpFlag.psh | tcpFlag.urg;
const synFlag = tcpFlag.syn;
/** Hash tables of ports have at most 2^10 words, of pairs 2^6; other sets are read ahead at their beginning. */
const largestPorts = 10;
/** Below it the sources' state fits the caches. */
const spreadFrom = 4096;
/** Records a part: 38 MB for all, once there are so many sources. More: each fetch of a source serves more packets. */
const roomOfPart = 4096;
const knownPayload = known.payload;

export class SynPath {
  /** The slot of each record's source: -1 for a new one, `slow` for what goes the long way. */
  readonly #slots = new Int32Array(run);
  readonly #again = new Uint8Array(run);
  /** What was read ahead; kept so that the reading is not left out. */
  ahead = 0;

  readonly #spreadFrom: number;
  readonly #room: number;
  #spread: Spread | null = null;

  constructor({
    from = spreadFrom,
    room = roomOfPart,
  }: { readonly from?: number; readonly room?: number } = {}) {
    this.#spreadFrom = from;
    this.#room = room;
  }

  add(traffic: Traffic, batch: Batch): void {
    const { used } = traffic.sources;
    if (used >= this.#spreadFrom && traffic.admission.isRelaxed && this.#areQuick(traffic, batch))
      return this.#putAside(traffic, batch);
    this.flush(traffic);
    for (let from = 0; from < batch.size; from += run) {
      const count = Math.min(run, batch.size - from);
      this.#find(traffic, batch, from, count);
      this.#repeat(traffic, batch, from, count);
      this.ahead ^= this.#readAhead(traffic, batch, from, count);
      this.#record(traffic, batch, from, count);
    }
  }

  /** Bytes held now, and the most that may be. */
  get memory(): { readonly held: number; readonly ceiling: number } {
    return { held: this.#spread?.bytes ?? 0, ceiling: Spread.bytesOf(this.#room) };
  }

  /** Counts what was put aside. */
  flush(traffic: Traffic): void {
    const spread = this.#spread;
    if (spread === null || spread.isEmpty) return;
    for (let part = 0; part < partitions; part++) this.#countPart(traffic, spread, part);
  }

  /** Whether a batch holds nothing but SYN to quiet ports; if so, its packets are counted. */
  #areQuick(traffic: Traffic, batch: Batch): boolean {
    const { words, size } = batch;
    const needed = needs;
    const flags = flagMask;
    const wanted = synFlag;
    let fields = 0;
    for (let index = 0, at = 0; index < size; index++, at += recordStride) {
      const has = (words[at + atKnown] as number) | 0;
      if (
        (words[at + atShape] as number) !== tcpNumber ||
        (words[at + atPackets] as number) !== 1 ||
        (has & needed) !== needed ||
        ((words[at + atTcp] as number) & flags) !== wanted ||
        (words[at + atDestination] as number) >>> 29 === 7 ||
        ((has & knownPayload) !== 0 && ((words[at + atPayload] as number) & 0xff) !== 0) ||
        !isToQuietPort(traffic, words, at)
      )
        return false;
      fields |= has;
    }
    traffic.packets += size;
    traffic.synFields |= fields;
    return true;
  }

  #putAside(traffic: Traffic, batch: Batch): void {
    const { index: places } = traffic.sources;
    if (this.#spread === null || this.#spread.batch.interfaces !== batch.interfaces) {
      this.flush(traffic);
      this.#spread = new Spread(this.#room, run, batch.interfaces, places.mask);
    }
    const spread = this.#spread;
    const { words, size } = batch;
    for (let index = 0, at = 0; index < size; index++, at += recordStride) {
      const source = (words[at + atSource] as number) | 0;
      const hash = places.hashOf(source);
      if (spread.has(hash)) {
        const part = spread.put(hash, batch, index);
        if (part !== -1) this.#countPart(traffic, spread, part);
      } else {
        spread.mark(hash);
        traffic.take(batch, index);
        traffic.probe(batch, index, protocol.tcp, traffic.ports & 0xffff, synShape);
      }
    }
  }

  #countPart(traffic: Traffic, spread: Spread, part: number): void {
    const { batch } = spread;
    const { words } = batch;
    const { index } = traffic.sources;
    const slots = this.#slots;
    const all = spread.count(part);
    for (let from = 0; from < all; from += run) {
      const count = Math.min(run, all - from);
      spread.take(part, from, count);
      for (let number = 0, at = 0; number < count; number++, at += recordStride)
        slots[number] = index.find((words[at + atSource] as number) | 0, tcpNumber);
      this.#repeat(traffic, batch, 0, count);
      this.ahead ^= this.#readAhead(traffic, batch, 0, count);
      this.#record(traffic, batch, 0, count);
    }
    spread.clear(part);
  }

  #find(traffic: Traffic, batch: Batch, from: number, count: number): void {
    const slots = this.#slots;
    const { words } = batch;
    const { index } = traffic.sources;
    const needed = needs;
    const flags = flagMask;
    const wanted = synFlag;
    const form = shapeMask;
    let packets = 0;
    let fields = 0;
    for (let number = 0, at = from * recordStride; number < count; number++, at += recordStride) {
      const has = (words[at + atKnown] as number) | 0;
      packets += words[at + atPackets] as number;
      if (
        ((words[at + atShape] as number) & form) === tcpNumber &&
        (has & needed) === needed &&
        ((words[at + atTcp] as number) & flags) === wanted &&
        (words[at + atDestination] as number) >>> 29 !== 7 &&
        isToQuietPort(traffic, words, at)
      ) {
        fields |= has;
        slots[number] = index.find((words[at + atSource] as number) | 0, tcpNumber);
      } else slots[number] = slow;
    }
    traffic.packets += packets;
    traffic.synFields |= fields;
  }

  /** Which of them were sent before. */
  #repeat(traffic: Traffic, batch: Batch, from: number, count: number): void {
    const slots = this.#slots;
    const again = this.#again;
    const { words } = batch;
    const { tags, shift } = traffic.sources.tuples;
    for (let number = 0, at = from * recordStride; number < count; number++, at += recordStride) {
      if ((slots[number] as number) === slow) continue;
      const tag = tupleOf(
        (words[at + atSource] as number) | 0,
        (words[at + atDestination] as number) | 0,
        (words[at + atPorts] as number) | 0,
      );
      const place = mix(tag) >>> shift;
      again[number] = (tags[place] as number) === tag ? 1 : 0;
      tags[place] = tag;
    }
  }

  #readAhead(traffic: Traffic, batch: Batch, from: number, count: number): number {
    const slots = this.#slots;
    const { words } = batch;
    const hotWords = traffic.sources.hot;
    const sets = traffic.sources.slab.words;
    let ahead = 0;
    for (let number = 0; number < count; number++) {
      const slot = slots[number] as number;
      if (slot < 0) continue;
      const h = slot << hotShift;
      ahead ^= (hotWords[h] as number) ^ (hotWords[h + hotTargetCount] as number);
    }
    for (let number = 0, at = from * recordStride; number < count; number++, at += recordStride) {
      const slot = slots[number] as number;
      if (slot < 0) continue;
      const h = slot << hotShift;
      const handle = hotWords[h + hotPortSet] as number;
      const kind = handle >>> 24;
      const port = (words[at + atPorts] as number) & 0xffff;
      const inTable = kind !== 0 && kind <= largestPorts ? Math.imul(port, 0x9e3779b1) >>> (32 - kind) : 0;
      ahead ^= sets[(handle & 0xffffff) + inTable] as number;
      const pairs = (hotWords[h + hotPairSet] as number) & 0xffffff;
      ahead ^= sets[pairs] as number;
    }
    return ahead;
  }

  #record(traffic: Traffic, batch: Batch, from: number, count: number): void {
    const slots = this.#slots;
    const again = this.#again;
    const { words, times } = batch;
    const { sources, idleGap } = traffic;
    const { removed } = sources;
    for (
      let number = 0, index = from, at = from * recordStride;
      number < count;
      number++, index++, at += recordStride
    ) {
      const slot = slots[number] as number;
      if (slot === slow) packet(traffic, batch, index);
      else if (
        slot < 0 ||
        sources.removed !== removed ||
        (times[index] as number) - (sources.times[slot << (hotShift - 1)] as number) > idleGap
      ) {
        traffic.take(batch, index);
        traffic.count(batch, index, protocol.tcp, traffic.ports & 0xffff, synShape, again[number] === 1);
      } else {
        const port = (words[at + atPorts] as number) & 0xffff;
        sources.record(
          slot,
          batch,
          index,
          port,
          (words[at + atDestination] as number) | 0,
          synShape,
          again[number] === 1,
        );
      }
    }
  }
}

/** Whether it is neither from an own address nor to a service of this host; false where only a close look tells. */
function isToQuietPort({ own, listens }: Traffic, words: Uint32Array, at: number): boolean {
  if (own.isEmpty && listens === undefined) return true;
  if (own.mayHave(words[at + atSource] as number)) return false;
  if (listens === undefined || !(own.isEmpty || own.mayHave(words[at + atDestination] as number)))
    return true;
  return !listens('tcp', (words[at + atPorts] as number) & 0xffff);
}
