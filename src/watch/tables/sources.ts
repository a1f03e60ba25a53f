import { campaignKeyOf } from '../judge/campaign-key.ts';
import { SharedConstants } from '../fingerprints/shared-constant.ts';
import { pairSignsOf, signsOf } from '../fingerprints/signs.ts';
import { type Batch, stride, word } from '../record.ts';
import { countAction } from './firewall-action.ts';
import { combine, hashV6 } from './hash.ts';
import type { Limits } from './limits.ts';
import { PortSets } from './port-sets.ts';
import { atIp, atKnown, atPackets, atPorts, knownPorts, knownTtl, recordStride } from '../record-words.ts';
import { Samples } from './samples.ts';
import { Slab } from './slab.ts';
import { addToSketch } from './sketch.ts';
import { SourceIndex } from './source-index.ts';
import {
  baseStride,
  cold,
  coldStride,
  gapsKept,
  hotKnown,
  hotPairSet,
  hotPortSet,
  hotPorts,
  hotRecords,
  hotRetries,
  hotRun,
  hotShift,
  hotSigns,
  shapeShift,
  sourcePortsAt,
  hotStride,
  hotTarget,
  hotTargetSet,
  hotTrigger,
  hotTtl,
  noTtl,
  pairSignsAt,
  pairSketchAt,
  targetSketchAt,
  v6Tag,
} from './source-layout.ts';
import { TagFilter } from './tag-filter.ts';
import { denseRecords, nextTrigger, richRecords, sparseStep } from './trigger.ts';
import { pairSizes, targetSizes, ValueSets } from './value-sets.ts';

/** The table of sources: what each has tried and what its packets look like. Layout: source-layout.ts. */
export class Sources {
  readonly hot: Int32Array;
  readonly times: Float64Array;
  readonly cold: Int32Array;
  readonly capacity: number;
  readonly index: SourceIndex;
  readonly slab: Slab;
  readonly samples: Samples;
  readonly ports: PortSets;
  readonly targets: ValueSets;
  readonly pairs: ValueSets;
  readonly tuples: TagFilter;
  readonly shared = new SharedConstants();
  /** Slots in use, and those ever used: the arrays beyond have not been written. */
  used = 0;
  top = 0;
  /** Different addresses ever admitted; an address that comes again after its place was taken counts again. */
  addresses = 0;
  /** How often a source was taken out: slots that were looked up before may be another's. */
  removed = 0;
  readonly #base: Uint32Array;
  readonly #coldFloats: Float32Array;
  readonly #coldDoubles: Float64Array;
  readonly #free: Int32Array;
  #freeCount = 0;

  constructor(limits: Limits) {
    this.capacity = limits.sources;
    this.hot = new Int32Array(limits.sources * hotStride);
    this.times = new Float64Array(this.hot.buffer);
    this.cold = new Int32Array(limits.sources * coldStride);
    this.#coldFloats = new Float32Array(this.cold.buffer);
    this.#coldDoubles = new Float64Array(this.cold.buffer);
    this.#base = new Uint32Array(limits.sources * baseStride);
    this.#free = new Int32Array(limits.sources);
    this.index = new SourceIndex(limits.sources);
    this.slab = new Slab(limits.setWords);
    this.samples = new Samples(limits, this.cold);
    this.ports = new PortSets(this.slab, this.hot, this.cold);
    this.targets = new ValueSets(this.slab, this.hot, this.cold, targetSizes);
    this.pairs = new ValueSets(this.slab, this.hot, this.cold, pairSizes);
    this.tuples = new TagFilter(limits.tuples);
  }

  get ceiling(): number {
    const { hot, cold, slab, index, samples, tuples, shared } = this;
    const own = hot.byteLength + cold.byteLength + this.#base.byteLength + this.#free.byteLength;
    return own + slab.words.byteLength + index.held + samples.held + tuples.held + shared.bytes;
  }

  /** Bytes written so far, in whole records. */
  get held(): number {
    const perSource = (hotStride + coldStride + baseStride) * 4 + 2 * 112;
    return this.top * perSource + this.slab.held + this.index.held + this.tuples.held + this.shared.bytes;
  }

  get isFull(): boolean {
    return this.used === this.capacity;
  }

  /** The slot of an IPv6 source, -1 where it has none. */
  findV6(words: Uint32Array, at: number, key: number, tag: number): number {
    const slot = this.index.find(key, tag);
    if (slot === -1) return -1;
    const c = slot * coldStride + cold.address;
    for (let part = 0; part < 4; part++)
      if ((this.cold[c + part] as number) !== ((words[at + part] as number) | 0))
        return this.#findTwin(words, at, key, tag);
    return slot;
  }

  /** A new place for the source of a record, which must be counted by `record` afterwards; there must be room. */
  admit(
    batch: Batch,
    index: number,
    key: number,
    tag: number,
    port: number,
    target: number,
    interfaceNumber: number,
  ): number {
    const slot = this.#freeCount > 0 ? (this.#free[--this.#freeCount] as number) : this.top++;
    this.used += 1;
    const { hot: h, cold: c } = { hot: slot << hotShift, cold: slot * coldStride };
    const at = index * stride;
    const words = batch.words;
    this.hot.fill(0, h, h + hotStride);
    this.cold.fill(0, c, c + coldStride);
    if (!this.#knowsAddress(words, at, key, tag)) this.addresses += 1;
    this.index.insert(key, tag, slot);
    this.times[h >>> 1] = Number.NEGATIVE_INFINITY;
    this.times[(h >>> 1) + 1] = Number.POSITIVE_INFINITY;
    this.hot[h + hotTrigger] = 1;
    this.hot[h + hotKnown] = words[at + word.known] as number;
    this.hot[h + hotTarget] = target;
    this.hot[h + hotPorts] = ((words[at + word.ports] as number) & 0xffff0000) | port;
    this.hot[h + hotTtl] = noTtl;
    this.cold[c + cold.key] = key;
    this.cold[c + cold.tag] = tag;
    if ((tag & v6Tag) !== 0)
      for (let part = 0; part < 4; part++)
        this.cold[c + cold.address + part] = words[at + word.source + part] as number;
    this.cold[c + cold.campaign] = campaignKeyOf(words, at);
    this.cold[c + cold.interface] = interfaceNumber;
    this.cold[c + cold.fieldsAll] = -1;
    return slot;
  }

  /** Takes a source out of the table. */
  remove(slot: number): void {
    const h = slot << hotShift;
    const c = slot * coldStride;
    const records = (this.hot[h + hotRecords] as number) >>> 0;
    this.index.remove(this.cold[c + cold.key] as number, this.cold[c + cold.tag] as number, slot);
    this.samples.drop(slot, c, records);
    this.ports.drop(h, c, records);
    this.targets.drop(h + hotTargetSet);
    this.pairs.drop(h + hotPairSet);
    this.hot[h + hotRecords] = 0;
    this.#free[this.#freeCount++] = slot;
    this.used -= 1;
    this.removed += 1;
  }

  /**
   * Counts a probe of a source. `form` is the index of its TCP shape, -1 for other protocols; `again` where the same
   * target and port were tried from the same source port shortly before.
   */
  record(
    slot: number,
    batch: Batch,
    index: number,
    port: number,
    target: number,
    form: number,
    again: boolean,
  ): void {
    const hotWords = this.hot;
    const words = batch.words;
    const at = index * recordStride;
    const h = slot << hotShift;
    const records = ((hotWords[h + hotRecords] as number) + 1) | 0;
    hotWords[h + hotRecords] = records;
    if (records === (hotWords[h + hotTrigger] as number)) this.#look(slot, batch, index, records);
    const signs = signsOf(words, at) | ((form + 1) << shapeShift);
    const has = (words[at + atKnown] as number) | 0;
    if (signs === (hotWords[h + hotSigns] as number) && has === (hotWords[h + hotKnown] as number))
      hotWords[h + hotRun] = (hotWords[h + hotRun] as number) + 1;
    else this.#newRun(h, slot * coldStride, signs, has);
    const time = batch.times[index] as number;
    const t = h >>> 1;
    if (time > (this.times[t] as number)) this.times[t] = time;
    if (time < (this.times[t + 1] as number)) this.times[t + 1] = time;
    if ((has & knownTtl) !== 0) {
      const ttl = ((words[at + atIp] as number) >>> 8) & 0xff;
      const range = hotWords[h + hotTtl] as number;
      if (ttl < (range & 0xff) || ttl > range >>> 8) this.#widen(h, range, ttl);
    }
    const ports = (words[at + atPorts] as number) | 0;
    const first = hotWords[h + hotPorts] as number;
    if ((ports ^ first) >>> 16 !== 0 && (has & knownPorts) !== 0)
      addToSketch(this.cold, slot * coldStride + sourcePortsAt, ports >>> 16);
    if (again) hotWords[h + hotRetries] = (hotWords[h + hotRetries] as number) + 1;
    countAction(hotWords, h, words, at, again);
    if ((words[at + atPackets] as number) > 1)
      this.#weigh(slot * coldStride, words[at + atPackets] as number);
    const handle = hotWords[h + hotPortSet] as number;
    if ((hotWords[h + hotTargetSet] as number) === 0 && target === (hotWords[h + hotTarget] as number)) {
      if (handle !== 0) this.ports.add(h, slot * coldStride, port);
      else if (port !== (first & 0xffff)) this.#secondPort(h, slot * coldStride, port, records);
    } else if (handle !== 0 && (hotWords[h + hotPairSet] as number) !== 0) {
      this.ports.add(h, slot * coldStride, port);
      if (this.pairs.add(h + hotPairSet, slot * coldStride + pairSketchAt, combine(target, port)))
        this.targets.add(h + hotTargetSet, slot * coldStride + targetSketchAt, target);
    } else this.#several(h, slot * coldStride, port, target, records);
  }

  /** Whether the source has probed this port (any, with -1) of this target, as far as its sets tell. */
  hasTried(slot: number, target: number, port: number): boolean {
    const h = slot << hotShift;
    const targets = this.hot[h + hotTargetSet] as number;
    const knownTarget =
      targets === 0
        ? (this.hot[h + hotTarget] as number) === target
        : this.targets.has(h + hotTargetSet, target);
    return knownTarget && (port === -1 || this.ports.has(h, port));
  }

  bump(slot: number, counter: number): void {
    const at = (slot << hotShift) + counter;
    this.hot[at] = (this.hot[at] as number) + 1;
  }

  gaps(c: number): number[] {
    const taken = this.cold[c + cold.gapCount] as number;
    return Array.from(this.#coldFloats.subarray(c + cold.gaps, c + cold.gaps + Math.min(taken, gapsKept)));
  }

  extra(c: number): number {
    return this.#coldDoubles[(c + cold.extra) >>> 1] as number;
  }

  /** Writes the current run into the counters. */
  flush(h: number, c: number): void {
    const run = this.hot[h + hotRun] as number;
    if (run === 0) return;
    const has = this.hot[h + hotKnown] as number;
    this.cold[c + cold.fieldsAll] = (this.cold[c + cold.fieldsAll] as number) & has;
    this.cold[c + cold.fieldsAny] = (this.cold[c + cold.fieldsAny] as number) | has;
    const signs = this.hot[h + hotSigns] as number;
    const form = (signs >>> shapeShift) - 1;
    if (form >= 0) this.cold[c + cold.shapes + form] = (this.cold[c + cold.shapes + form] as number) + run;
    this.#addBits(c + cold.signs, signs & ((1 << shapeShift) - 1), run);
    this.hot[h + hotRun] = 0;
  }

  #newRun(h: number, c: number, signs: number, has: number): void {
    this.flush(h, c);
    this.hot[h + hotSigns] = signs;
    this.hot[h + hotKnown] = has;
    this.hot[h + hotRun] = 1;
  }

  #addBits(at: number, bits: number, times: number): void {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const place = at + 31 - Math.clz32(rest & -rest);
      this.cold[place] = (this.cold[place] as number) + times;
    }
  }

  /** The slow path of some records: samples, gaps, and the signs of two packets. */
  #look(slot: number, batch: Batch, index: number, records: number): void {
    const c = slot * coldStride;
    const h = slot << hotShift;
    const at = index * stride;
    if (records <= richRecords)
      this.samples.keep(slot, c, records, batch, index, this.cold[c + cold.interface] as number);
    // Two of each source tell enough of what several show.
    if (records <= 2) this.shared.add(batch.words, at, (this.cold[c + cold.key] as number) >>> 0);
    const rich = records < richRecords && this.samples.isRich(c);
    const behind =
      records > denseRecords && (records & (records - 1)) !== 0 && (records & (sparseStep - 1)) !== 0;
    if (records > 1 && (records <= denseRecords || behind || rich)) {
      this.#addBits(c + pairSignsAt, pairSignsOf(batch.words, at, this.#base, slot * baseStride), 1);
      this.cold[c + cold.pairsTried] = (this.cold[c + cold.pairsTried] as number) + 1;
      this.#takeGap(h, c, batch.times[index] as number);
    }
    const next = nextTrigger(records, rich || this.#mayBeRich(c, records), behind);
    this.hot[h + hotTrigger] = next;
    if (next !== records + 1) return;
    // The next record is compared with this one.
    const base = slot * baseStride;
    for (let part = 0; part < baseStride; part++) this.#base[base + part] = batch.words[at + part] as number;
  }

  #mayBeRich(c: number, records: number): boolean {
    return records === denseRecords && (this.cold[c + cold.few] as number) !== 0;
  }

  #takeGap(h: number, c: number, time: number): void {
    const gap = Math.abs(time - (this.times[h >>> 1] as number)) / 1e6;
    if (!(gap < Number.POSITIVE_INFINITY)) return;
    const taken = this.cold[c + cold.gapCount] as number;
    this.#coldFloats[c + cold.gaps + (taken % gapsKept)] = gap;
    this.cold[c + cold.gapCount] = taken + 1;
  }

  #widen(h: number, range: number, ttl: number): void {
    const low = Math.min(range & 0xff, ttl);
    const high = Math.max(range >>> 8, ttl);
    this.hot[h + hotTtl] = (high << 8) | low;
  }

  #weigh(c: number, packets: number): void {
    const place = (c + cold.extra) >>> 1;
    this.#coldDoubles[place] = (this.#coldDoubles[place] as number) + packets - 1;
  }

  #secondPort(h: number, c: number, port: number, records: number): void {
    this.ports.begin(h, c, (this.hot[h + hotPorts] as number) & 0xffff, records - 1);
    this.ports.add(h, c, port);
  }

  /** A record of a source that has, or now gets, several targets. */
  #several(h: number, c: number, port: number, target: number, records: number): void {
    const firstPort = (this.hot[h + hotPorts] as number) & 0xffff;
    const firstTarget = this.hot[h + hotTarget] as number;
    const hadPorts = (this.hot[h + hotPortSet] as number) !== 0;
    if ((this.hot[h + hotTargetSet] as number) === 0) {
      if (hadPorts) this.#pairsOfPorts(h, c, firstTarget);
      this.targets.beginRange(h + hotTargetSet, c + cold.targetSketch, firstTarget);
    }
    if (hadPorts) this.ports.add(h, c, port);
    else if (port !== firstPort) {
      this.#pairsOfTargets(h, c, firstPort);
      this.#secondPort(h, c, port, records);
    }
    const fresh =
      (this.hot[h + hotPairSet] as number) === 0 ||
      this.pairs.add(h + hotPairSet, c + cold.pairSketch, combine(target, port));
    if (fresh) this.targets.add(h + hotTargetSet, c + cold.targetSketch, target);
  }

  /** The pairs of one target with all ports so far. */
  #pairsOfPorts(h: number, c: number, target: number): void {
    this.pairs.begin(h + hotPairSet);
    this.ports.each(h, (port) => {
      this.pairs.add(h + hotPairSet, c + cold.pairSketch, combine(target, port));
    });
  }

  #pairsOfTargets(h: number, c: number, port: number): void {
    this.pairs.begin(h + hotPairSet);
    for (const target of this.targets.values(h + hotTargetSet))
      this.pairs.add(h + hotPairSet, c + cold.pairSketch, combine(target, port));
  }

  #knowsAddress(words: Uint32Array, at: number, key: number, tag: number): boolean {
    const { entries, mask } = this.index;
    for (let place = this.index.placeOf(key); ; place = (place + 1) & mask) {
      const value = entries[(place << 1) + 1] as number;
      if (value === 0) return false;
      if ((entries[place << 1] as number) !== key) continue;
      const other = ((value & 0xfffff) - 1) * coldStride;
      if ((((this.cold[other + cold.tag] as number) ^ tag) & v6Tag) !== 0) continue;
      if ((tag & v6Tag) === 0 || this.#isAddress(other, words, at + word.source)) return true;
    }
  }

  #isAddress(c: number, words: Uint32Array, at: number): boolean {
    for (let part = 0; part < 4; part++)
      if ((this.cold[c + cold.address + part] as number) !== ((words[at + part] as number) | 0)) return false;
    return true;
  }

  /** Another IPv6 source whose hash is the same. */
  #findTwin(words: Uint32Array, at: number, key: number, tag: number): number {
    const { entries, mask } = this.index;
    for (let place = this.index.placeOf(key); ; place = (place + 1) & mask) {
      const value = entries[(place << 1) + 1] as number;
      if (value === 0) return -1;
      if ((entries[place << 1] as number) !== key || value >>> 20 !== tag) continue;
      const slot = (value & 0xfffff) - 1;
      if (this.#isAddress(slot * coldStride, words, at)) return slot;
    }
  }
}

/** Target or source of a record as the tables know it. */
export const addressKey = (words: Uint32Array, at: number, v6: boolean): number =>
  v6 ? hashV6(words, at) : (words[at] as number) | 0;
