import { addToRegisters, countInRegisters } from './hyperloglog.ts';
import { combine, mix } from './hash.ts';
import { word } from '../record.ts';

/*
 * Targets (address, protocol and port, or any port) with the sources that were new there: sets of four, in which a
 * target that is not among them wears the lightest down and takes its place at nothing, so that what is hit most stays.
 *
 * numbers, 12 words: 0 address or its hash, 1 protocol << 17 | IPv6 << 16... | port + 1 (0 = any port), 2-5 address,
 * 6 new sources, 7 weight, 8 those of the window, 9 the most in a window, 10 those with a tool's sign, 11 in use.
 * times: 0 first, 1 last, 2 begin of the window.
 */
const stride = 12;
const ways = 4;
const registerBits = 10;
const registerWords = 1 << (registerBits - 2);
const anyPort = -1;

export interface FloodTarget {
  readonly address: Uint32Array;
  readonly v6: boolean;
  readonly key: number;
  readonly protocol: number;
  /** Null: over all ports. */
  readonly port: number | null;
  readonly sources: number;
  readonly packets: number;
  /** The most new sources within a window. */
  readonly peak: number;
  /** Of them with a tool's sign. */
  readonly withTool: number;
  readonly first: number | null;
  readonly last: number | null;
}

export class Floods {
  readonly #numbers: Int32Array;
  readonly #times: Float64Array;
  readonly #registers: Int32Array;
  readonly #mask: number;
  readonly #window: number;

  /** `window` in microseconds. */
  constructor(capacity: number, window: number) {
    this.#numbers = new Int32Array(capacity * stride);
    this.#times = new Float64Array(capacity * 3);
    this.#registers = new Int32Array(capacity * registerWords);
    this.#mask = capacity / ways - 1;
    this.#window = window;
  }

  get held(): number {
    return this.#numbers.byteLength + this.#times.byteLength + this.#registers.byteLength;
  }

  /** The first packet of a source that was not known. `port` -1: the protocol has none. */
  add(
    words: Uint32Array,
    at: number,
    target: number,
    tag: number,
    port: number,
    source: number,
    time: number,
    tool: boolean,
  ): void {
    if (port !== anyPort) this.#count(words, at, target, (tag << 17) | (port + 1), source, time, tool);
    this.#count(words, at, target, tag << 17, source, time, tool);
  }

  /** Targets with at least so many new sources in a window, those of one port before those of all. */
  heavy(peak: number): FloodTarget[] {
    const found: FloodTarget[] = [];
    for (let entry = 0; entry < this.#numbers.length / stride; entry++) {
      const n = entry * stride;
      if ((this.#numbers[n + 11] as number) === 0 || (this.#numbers[n + 9] as number) < peak) continue;
      const where = this.#numbers[n + 1] as number;
      const first = this.#times[entry * 3] as number;
      const last = this.#times[entry * 3 + 1] as number;
      found.push({
        key: this.#numbers[n] as number,
        address: Uint32Array.from(this.#numbers.subarray(n + 2, n + 6)),
        protocol: (where >>> 17) & 0xff,
        v6: where >>> 25 !== 0,
        port: (where & 0x1ffff) === 0 ? null : (where & 0x1ffff) - 1,
        sources: Math.min(
          countInRegisters(this.#registers, entry * registerWords, registerBits),
          this.#numbers[n + 6] as number,
        ),
        packets: this.#numbers[n + 6] as number,
        peak: this.#numbers[n + 9] as number,
        withTool: this.#numbers[n + 10] as number,
        first: Number.isFinite(first) ? first : null,
        last: Number.isFinite(last) ? last : null,
      });
    }
    return found.sort((a, b) => Number(a.port === null) - Number(b.port === null) || b.packets - a.packets);
  }

  #count(
    words: Uint32Array,
    at: number,
    target: number,
    where: number,
    source: number,
    time: number,
    tool: boolean,
  ): void {
    const entry = this.#enter(words, at, target, where);
    if (entry === -1) return;
    const n = entry * stride;
    const t = entry * 3;
    this.#bump(n + 6);
    this.#bump(n + 7);
    if (tool) this.#bump(n + 10);
    if (time < (this.#times[t] as number)) this.#times[t] = time;
    if (time > (this.#times[t + 1] as number)) this.#times[t + 1] = time;
    if (Math.abs(time - (this.#times[t + 2] as number)) > this.#window) {
      this.#times[t + 2] = time;
      this.#numbers[n + 8] = 0;
    }
    this.#bump(n + 8);
    if ((this.#numbers[n + 8] as number) > (this.#numbers[n + 9] as number))
      this.#numbers[n + 9] = this.#numbers[n + 8] as number;
    addToRegisters(this.#registers, entry * registerWords, registerBits, source);
  }

  #bump(at: number): void {
    this.#numbers[at] = (this.#numbers[at] as number) + 1;
  }

  #enter(words: Uint32Array, at: number, target: number, where: number): number {
    const set = (mix(combine(target, where)) & this.#mask) * ways;
    let lightest = set;
    for (let entry = set; entry < set + ways; entry++) {
      const n = entry * stride;
      const used = (this.#numbers[n + 11] as number) !== 0;
      if (used && (this.#numbers[n] as number) === target && (this.#numbers[n + 1] as number) === where)
        return entry;
      if ((this.#numbers[n + 7] as number) < (this.#numbers[lightest * stride + 7] as number))
        lightest = entry;
    }
    const n = lightest * stride;
    const weight = this.#numbers[n + 7] as number;
    this.#numbers[n + 7] = Math.max(0, weight - 1);
    if (weight > 1) return -1;
    this.#numbers.fill(0, n, n + stride);
    this.#numbers[n] = target;
    this.#numbers[n + 1] = where;
    for (let part = 0; part < 4; part++)
      this.#numbers[n + 2 + part] = words[at + word.destination + part] as number;
    this.#numbers[n + 11] = 1;
    this.#times[lightest * 3] = Number.POSITIVE_INFINITY;
    this.#times[lightest * 3 + 1] = Number.NEGATIVE_INFINITY;
    // Without times there is one window.
    this.#times[lightest * 3 + 2] = Number.NEGATIVE_INFINITY;
    this.#registers.fill(0, lightest * registerWords, (lightest + 1) * registerWords);
    return lightest;
  }
}
