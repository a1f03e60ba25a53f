/*
 * Sets of ports with the packets of each. While small a hash table of words: packets (saturated) << 16 | port; an entry
 * has at least one packet, so 0 is an empty place. From 768 ports on a bitmap of 65,536 bits, and beside it 64 cells of
 * the same form for the frequent ones: another port in a cell takes one from it, and takes it over at nothing.
 */
import type { Distinct, PortCount } from '../../core/knock.ts';
import { blockOf, bitmapKind, handleOf, kindOf, sketched, smallestSet } from './set-handle.ts';
import { addToSketch, countInSketch } from './sketch.ts';
import type { Slab } from './slab.ts';
import { cold, hotPortCount, hotPortSet, hotPorts, hotShift } from './source-layout.ts';

const largestTable = 10;
const bitmapSize = 11;
const cellSize = 6;
const full = 0xffff;
/** Ports whose packets outgrew 16 bits; those of further ones stay at that. */
const maxOverflows = 4096;

const keyOf = (slot: number, port: number): number => slot * 0x10000 + port;
const placeOf = (port: number, kind: number): number => Math.imul(port, 0x9e3779b1) >>> (32 - kind);

export class PortSets {
  readonly #slab: Slab;
  readonly #hot: Int32Array;
  readonly #cold: Int32Array;
  /** How often the packets of a port of a place in the table went past 16 bits. */
  readonly #overflows = new Map<number, number>();

  constructor(slab: Slab, hotWords: Int32Array, coldWords: Int32Array) {
    this.#slab = slab;
    this.#hot = hotWords;
    this.#cold = coldWords;
  }

  /** Makes the set of a source that had one port, of as many records. */
  begin(h: number, c: number, port: number, records: number): void {
    const block = this.#slab.take(smallestSet);
    this.#hot[h + hotPortCount] = 1;
    if (block === 0) {
      this.#hot[h + hotPortSet] = sketched;
      addToSketch(this.#cold, c + cold.portSketch, port);
      return;
    }
    this.#hot[h + hotPortSet] = handleOf(smallestSet, block);
    this.#slab.words[block + placeOf(port, smallestSet)] = (Math.min(records, full) << 16) | port;
    if (records > full) this.#carry(h, port, records - full);
  }

  /** True where the port is new to the set. */
  add(h: number, c: number, port: number): boolean {
    const words = this.#slab.words;
    const handle = this.#hot[h + hotPortSet] as number;
    const kind = handle >>> 24;
    if (kind > largestTable) return this.#addToLarge(h, c, port, handle);
    const block = handle & 0xffffff;
    const mask = (1 << kind) - 1;
    let place = Math.imul(port, 0x9e3779b1) >>> (32 - kind);
    for (;;) {
      const entry = words[block + place] as number;
      if (entry === 0) break;
      if ((entry & full) === port) {
        words[block + place] = entry >>> 16 === full ? this.#overflow(h, entry) : entry + 0x10000;
        return false;
      }
      place = (place + 1) & mask;
    }
    words[block + place] = 0x10000 | port;
    const count = (this.#hot[h + hotPortCount] as number) + 1;
    this.#hot[h + hotPortCount] = count;
    // Three quarters full.
    if (count << 2 > 3 << kind) this.#grow(h, c, kind, block);
    return true;
  }

  has(h: number, port: number): boolean {
    const handle = this.#hot[h + hotPortSet] as number;
    if (handle === 0) return ((this.#hot[h + hotPorts] as number) & full) === port;
    const kind = kindOf(handle);
    const block = blockOf(handle);
    const words = this.#slab.words;
    if (handle === sketched) return true;
    if (kind === bitmapKind) return (((words[block + (port >>> 5)] as number) >>> (port & 31)) & 1) === 1;
    for (let place = placeOf(port, kind); ; place = (place + 1) & ((1 << kind) - 1)) {
      const entry = words[block + place] as number;
      if (entry === 0) return false;
      if ((entry & full) === port) return true;
    }
  }

  /** Calls for each port of a set that is no sketch. */
  each(h: number, take: (port: number) => void): void {
    const handle = this.#hot[h + hotPortSet] as number;
    const kind = kindOf(handle);
    const block = blockOf(handle);
    if (handle === sketched) return;
    if (kind === bitmapKind) {
      for (let port = 0; port <= full; port++) if (this.has(h, port)) take(port);
      return;
    }
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = this.#slab.words[index] as number;
      if (entry !== 0) take(entry & full);
    }
  }

  /** Takes the set's blocks back; the handle stays as it is. */
  drop(h: number, c: number, records: number): void {
    const handle = this.#hot[h + hotPortSet] as number;
    if (handle === 0 || handle === sketched) return;
    const kind = kindOf(handle);
    this.#slab.give(blockOf(handle), kind === bitmapKind ? bitmapSize : kind);
    const cells = this.#cold[c + cold.cells] as number;
    if (cells !== 0) this.#slab.give(cells, cellSize);
    if (records <= full) return;
    for (const key of this.#overflows.keys())
      if (Math.floor(key / 0x10000) === h >>> hotShift) this.#overflows.delete(key);
  }

  count(h: number, c: number): Distinct {
    const handle = this.#hot[h + hotPortSet] as number;
    if (handle === 0) return { count: 1, exact: true };
    if (handle !== sketched) return { count: this.#hot[h + hotPortCount] as number, exact: true };
    return { count: Math.max(2, countInSketch(this.#cold, c + cold.portSketch)), exact: false };
  }

  /** The ports with most packets, at most `limit`; `records` are those of the source. */
  top(h: number, c: number, records: number, limit: number): PortCount[] {
    const handle = this.#hot[h + hotPortSet] as number;
    const first = (this.#hot[h + hotPorts] as number) & full;
    if (handle === 0) return [{ port: first, packets: records }];
    if (handle === sketched) return [];
    const kind = kindOf(handle);
    const cells = this.#cold[c + cold.cells] as number;
    const [from, size] =
      kind === bitmapKind ? [cells, cells === 0 ? 0 : 1 << cellSize] : [blockOf(handle), 1 << kind];
    const found: PortCount[] = [];
    for (let index = from; index < from + size; index++) {
      const entry = this.#slab.words[index] as number;
      if (entry === 0) continue;
      const port = entry & full;
      const overflows = this.#overflows.get(keyOf(h >>> hotShift, port)) ?? 0;
      found.push({ port, packets: (entry >>> 16) + overflows });
    }
    return found.sort((a, b) => b.packets - a.packets || a.port - b.port).slice(0, limit);
  }

  /** One more packet of a full entry: half of them go elsewhere. */
  #overflow(h: number, entry: number): number {
    return this.#carry(h, entry & full, 0x8000) ? entry - 0x7fff0000 : entry;
  }

  #carry(h: number, port: number, packets: number): boolean {
    const key = keyOf(h >>> hotShift, port);
    const held = this.#overflows.get(key);
    if (held === undefined && this.#overflows.size >= maxOverflows) return false;
    this.#overflows.set(key, (held ?? 0) + packets);
    return true;
  }

  #grow(h: number, c: number, kind: number, block: number): void {
    if (kind === largestTable) return this.#toBitmap(h, c, kind, block);
    const bigger = this.#slab.take(kind + 1);
    if (bigger === 0) return this.#toSketch(h, c, kind, block);
    const words = this.#slab.words;
    const mask = (2 << kind) - 1;
    const shift = 31 - kind;
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry === 0) continue;
      let place = Math.imul(entry & full, 0x9e3779b1) >>> shift;
      while ((words[bigger + place] as number) !== 0) place = (place + 1) & mask;
      words[bigger + place] = entry;
    }
    this.#slab.give(block, kind);
    this.#hot[h + hotPortSet] = handleOf(kind + 1, bigger);
  }

  #toBitmap(h: number, c: number, kind: number, block: number): void {
    const bitmap = this.#slab.take(bitmapSize);
    if (bitmap === 0) return this.#toSketch(h, c, kind, block);
    const cells = this.#slab.take(cellSize);
    const words = this.#slab.words;
    this.#cold[c + cold.cells] = cells;
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry === 0) continue;
      const port = entry & full;
      const at = bitmap + (port >>> 5);
      words[at] = (words[at] as number) | (1 << (port & 31));
      const cell = cells + placeOf(port, cellSize);
      if (cells !== 0 && (words[cell] as number) >>> 16 < entry >>> 16) words[cell] = entry;
    }
    this.#slab.give(block, kind);
    this.#hot[h + hotPortSet] = handleOf(bitmapKind, bitmap);
  }

  #toSketch(h: number, c: number, kind: number, block: number): void {
    const words = this.#slab.words;
    for (let index = block; index < block + (1 << kind); index++) {
      const entry = words[index] as number;
      if (entry !== 0) addToSketch(this.#cold, c + cold.portSketch, entry & full);
    }
    this.#slab.give(block, kind);
    this.#hot[h + hotPortSet] = sketched;
  }

  #addToLarge(h: number, c: number, port: number, handle: number): boolean {
    if (handle === sketched) {
      addToSketch(this.#cold, c + cold.portSketch, port);
      return true;
    }
    const words = this.#slab.words;
    const cells = this.#cold[c + cold.cells] as number;
    if (cells !== 0) this.#weigh(h, cells + placeOf(port, cellSize), port);
    const at = (handle & 0xffffff) + (port >>> 5);
    const bits = words[at] as number;
    const bit = 1 << (port & 31);
    if ((bits & bit) !== 0) return false;
    words[at] = bits | bit;
    this.#hot[h + hotPortCount] = (this.#hot[h + hotPortCount] as number) + 1;
    return true;
  }

  #weigh(h: number, cell: number, port: number): void {
    const words = this.#slab.words;
    const entry = words[cell] as number;
    if (entry === 0) words[cell] = 0x10000 | port;
    else if ((entry & full) !== port) words[cell] = entry >>> 16 > 1 ? entry - 0x10000 : 0x10000 | port;
    else words[cell] = entry >>> 16 === full ? this.#overflow(h, entry) : entry + 0x10000;
  }
}
