import type { AnalysisOptions } from '../findings.ts';
import { sign } from '../fingerprints/sign-bits.ts';
import { signsOf } from '../fingerprints/signs.ts';
import { type Batch, protocol, shape, stride, word } from '../record.ts';
import { Admission } from '../tables/admission.ts';
import { Floods } from '../tables/floods.ts';
import { Flows } from '../tables/flows.ts';
import { tupleOf } from '../tables/hash.ts';
import type { Limits } from '../tables/limits.ts';
import { hotShift, v6Tag } from '../tables/source-layout.ts';
import { addressKey, Sources } from '../tables/sources.ts';
import { TagFilter } from '../tables/tag-filter.ts';
import { type AnswerKind, Victims } from '../tables/victims.ts';
import type { Thresholds } from '../thresholds.ts';
import { Other } from './other.ts';
import { OwnAddresses } from './own.ts';

/** Signs that exclude a forged flood: their senders want answers. */
const toolSigns =
  (1 << sign.masscanRelation) |
  (1 << sign.zmapIdentification) |
  (1 << sign.zmapWindows) |
  (1 << sign.zmapLinux) |
  (1 << sign.zmapBsd) |
  (1 << sign.zmapSmallest) |
  (1 << sign.nmapSyn) |
  (1 << sign.miraiRelation);

/** UDP endpoints that sent something: what arrives there is an answer or goes to a service. */
const endpoints = 1 << 15;

/** The packet in hand, and the tables that all classifiers share. */
export class Traffic {
  readonly sources: Sources;
  readonly admission: Admission;
  readonly flows: Flows;
  readonly floods: Floods;
  readonly victims: Victims;
  readonly speakers = new TagFilter(endpoints);
  readonly other = new Other();
  readonly own: OwnAddresses;
  readonly listens: AnalysisOptions['listens'];
  /** Told of a source before its place is taken or it begins anew. */
  readonly #leaving: (slot: number) => void;
  readonly idleGap: number;
  readonly #interfaces: string[] = [''];
  #interfacesOf: readonly string[] = [];
  #interfaceNumbers: number[] = [];

  packets = 0;
  /** Fields that any SYN had. */
  synFields = 0;

  // The packet in hand.
  v6 = false;
  source = 0;
  target = 0;
  ports = 0;

  constructor(
    options: AnalysisOptions,
    limits: Limits,
    thresholds: Thresholds,
    leaving: (slot: number) => void,
  ) {
    this.sources = new Sources(limits);
    this.#leaving = leaving;
    this.admission = new Admission(this.sources, limits, leaving);
    this.flows = new Flows(limits.flows);
    this.floods = new Floods(limits.floodTargets, thresholds.floodWindow * 1e6);
    this.victims = new Victims(limits.victims);
    this.own = new OwnAddresses(options.own ?? []);
    this.listens = options.listens;
    this.idleGap = thresholds.idleGap * 1e6;
  }

  /** Bytes written, and the most that may be. */
  memory(limits: Limits): { readonly held: number; readonly ceiling: number } {
    const fixed = this.admission.memory + this.flows.held + this.floods.held + this.speakers.held;
    return {
      held: this.sources.held + this.victims.held + fixed,
      ceiling: this.sources.ceiling + Victims.ceiling(limits.victims) + fixed,
    };
  }

  interfaceName(number: number): string | null {
    return this.#interfaces[number] ?? null;
  }

  /** Reads the ends of a record. */
  take(batch: Batch, index: number): void {
    const { words } = batch;
    const at = index * stride;
    this.v6 = ((words[at + word.shape] as number) & shape.v6) !== 0;
    this.source = addressKey(words, at + word.source, this.v6);
    this.target = addressKey(words, at + word.destination, this.v6);
    this.ports = (words[at + word.ports] as number) | 0;
  }

  isFromHere(words: Uint32Array, at: number): boolean {
    if (((words[at + word.shape] as number) & shape.outgoing) !== 0) return true;
    return !this.own.isEmpty && this.own.has(words, at + word.source, this.v6, this.source);
  }

  /** Whether it goes to a service of this host. */
  isToService(words: Uint32Array, at: number, transport: 'tcp' | 'udp'): boolean {
    if (this.listens === undefined) return false;
    if (!this.own.isEmpty && !this.own.has(words, at + word.destination, this.v6, this.target)) return false;
    return this.listens(transport, this.ports & 0xffff);
  }

  /** The slot of the address at `at`, whose key this is; -1 where it has none. */
  slotOf(words: Uint32Array, at: number, v6: boolean, key: number, number: number): number {
    return v6 ? this.sources.findV6(words, at, key, number | v6Tag) : this.sources.index.find(key, number);
  }

  /** The slot of the packet's source or destination. */
  senderSlot(words: Uint32Array, at: number, number: number): number {
    return this.slotOf(words, at + word.source, this.v6, this.source, number);
  }

  receiverSlot(words: Uint32Array, at: number, number: number): number {
    return this.slotOf(words, at + word.destination, this.v6, this.target, number);
  }

  /** Counts the packet in hand as a probe. `port` -1: it has none. */
  probe(batch: Batch, index: number, number: number, port: number, form: number): void {
    const again = this.sources.tuples.add(tupleOf(this.source, this.target, this.ports));
    this.count(batch, index, number, port, form, again);
  }

  count(batch: Batch, index: number, number: number, port: number, form: number, again: boolean): void {
    const { sources } = this;
    let slot = this.senderSlot(batch.words, index * stride, number);
    if (slot >= 0 && this.#isSilent(slot, batch.times[index] as number)) {
      this.#leaving(slot);
      sources.remove(slot);
      slot = -1;
    }
    if (slot < 0) slot = this.#admit(batch, index, number, port);
    if (slot >= 0) sources.record(slot, batch, index, port < 0 ? 0 : port, this.target, form, again);
  }

  /** An answer to a packet that nobody here sent: its sender is the victim. */
  backscatter(batch: Batch, index: number, kind: AnswerKind, port: number): void {
    this.victims.add(
      batch,
      index,
      batch.words,
      index * stride + word.source,
      this.v6,
      this.source,
      kind,
      port,
      this.target,
    );
  }

  /** Of one whose times were never known there is no telling how long it was silent. */
  #isSilent(slot: number, time: number): boolean {
    const last = this.sources.times[slot << (hotShift - 1)] as number;
    return last !== Number.NEGATIVE_INFINITY && time - last > this.idleGap;
  }

  #admit(batch: Batch, index: number, number: number, port: number): number {
    const at = index * stride;
    const { words } = batch;
    const tag = this.v6 ? number | v6Tag : number;
    const tool = number === protocol.tcp && (signsOf(words, at) & toolSigns) !== 0;
    const time = batch.times[index] as number;
    this.floods.add(words, at, this.target, tag, port, this.source, time, tool);
    return this.admission.admit(
      batch,
      index,
      this.source,
      tag,
      port < 0 ? 0 : port,
      this.target,
      this.#interfaceNumber(batch, at),
    );
  }

  /** Batches of different inputs number their interfaces differently. */
  #interfaceNumber(batch: Batch, at: number): number {
    if (batch.interfaces !== this.#interfacesOf) {
      this.#interfacesOf = batch.interfaces;
      this.#interfaceNumbers = [];
    }
    const number = words32(batch.words, at + word.interface);
    const known = this.#interfaceNumbers[number];
    if (known !== undefined) return known;
    const name = batch.interfaces[number] ?? '';
    let place = this.#interfaces.indexOf(name);
    // Ten million names are no names: those beyond are unknown.
    if (place === -1) place = this.#interfaces.length >= 1024 ? 0 : this.#interfaces.push(name) - 1;
    if (number < 4096) this.#interfaceNumbers[number] = place;
    return place;
  }
}

const words32 = (words: Uint32Array, at: number): number => words[at] as number;
