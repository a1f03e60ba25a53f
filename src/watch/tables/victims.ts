import type { Victim } from '../../core/knock.ts';
import { addressText, probeOf } from '../probe-at.ts';
import { type Batch, payloadStride, quotedStride, stride, word } from '../record.ts';
import { addToSketch, countInSketch, sketchWords } from './sketch.ts';

/** What an answer to a forged packet was. */
const answerKinds = [
  'syn-ack',
  'rst',
  'icmp-unreachable',
  'icmp-time-exceeded',
  'icmp-other',
  'echo-reply',
  'udp-answer',
] as const;
export type AnswerKind = (typeof answerKinds)[number];

const portsKept = 32;
const targetsKept = 65_536;
const evidenceKept = 4;
/** Bytes of one victim with its ports and evidence, and of one target in a set; estimated from above. */
const victimBytes = 2_600;
const targetBytes = 40;

interface Entry {
  readonly address: string;
  packets: number;
  /** Of them, those that no client here can have asked for. */
  forged: number;
  readonly kinds: Int32Array;
  readonly ports: Map<number, number>;
  /** Null once there was no room: then the sketch holds them. */
  targets: Set<number> | null;
  readonly sketch: Int32Array;
  first: number;
  last: number;
  readonly evidence: {
    readonly words: Uint32Array;
    readonly time: number;
    readonly quoted: Uint32Array;
    readonly payload: Uint8Array;
    readonly interfaceName: string | null;
  }[];
}

/** Answers that go to the port that asked; clients ask from passing ones. */
const fromPorts: ReadonlySet<AnswerKind> = new Set(['syn-ack', 'rst', 'udp-answer']);
const firstPassing = 1024;
/** From so many targets, unfollowed SYN-ACKs or answers on, forging explains them better than lateness. */
const fewTargets = 4;
const fewSynAcks = 16;
const fewAnswers = 100;

const idOf = (key: number, v6: boolean): number => key + (v6 ? 2 ** 33 : 0);

const isForged = ({ forged, targets, kinds, packets }: Entry, least: number): boolean =>
  forged >= least ||
  targets === null ||
  targets.size >= fewTargets ||
  (kinds[0] as number) >= fewSynAcks ||
  packets >= fewAnswers;

/** Hosts whose answers to forged packets arrive here. */
export class Victims {
  readonly #entries = new Map<number, Entry>();
  readonly #capacity: number;
  #targets = 0;
  packets = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  static ceiling(capacity: number): number {
    return capacity * victimBytes + targetsKept * targetBytes;
  }

  get held(): number {
    return this.#entries.size * victimBytes + this.#targets * targetBytes;
  }

  /** `words` from `at` on hold the victim's address, `key` is the tables' form of it. */
  add(
    batch: Batch,
    index: number,
    words: Uint32Array,
    at: number,
    v6: boolean,
    key: number,
    kind: AnswerKind,
    port: number,
    target: number,
  ): void {
    this.packets += 1;
    const id = idOf(key, v6);
    let entry = this.#entries.get(id);
    if (entry === undefined) {
      if (this.#entries.size >= this.#capacity) this.#displace();
      entry = newEntry(addressText(words, at, v6));
      this.#entries.set(id, entry);
    }
    const kindAt = answerKinds.indexOf(kind);
    entry.packets += 1;
    entry.kinds[kindAt] = (entry.kinds[kindAt] as number) + 1;
    const to = (batch.words[index * stride + word.ports] as number) & 0xffff;
    if (!fromPorts.has(kind) || to < firstPassing) entry.forged += 1;
    const known = entry.ports.get(port);
    if (port >= 0 && (known !== undefined || entry.ports.size < portsKept))
      entry.ports.set(port, (known ?? 0) + 1);
    this.#addTarget(entry, target);
    const time = batch.times[index] as number;
    if (time < entry.first) entry.first = time;
    if (time > entry.last) entry.last = time;
    if (entry.evidence.length < evidenceKept) entry.evidence.push(copyOf(batch, index));
  }

  /** The packet before was reset by whom it was for: nobody there had asked. */
  prove(key: number, v6: boolean): void {
    const entry = this.#entries.get(idOf(key, v6));
    if (entry !== undefined) entry.forged += 1;
  }

  /** So many SYN-ACKs of its port began a connection that went on: somebody had asked. Returns how many it took back. */
  takeBack(key: number, v6: boolean, port: number, packets: number): number {
    const id = idOf(key, v6);
    const entry = this.#entries.get(id);
    if (entry === undefined) return 0;
    const taken = Math.min(packets, entry.kinds[0] as number);
    entry.kinds[0] = (entry.kinds[0] as number) - taken;
    entry.packets -= taken;
    this.packets -= taken;
    const left = (entry.ports.get(port) ?? 0) - taken;
    if (left > 0) entry.ports.set(port, left);
    else entry.ports.delete(port);
    if (entry.packets > 0) return taken;
    this.#entries.delete(id);
    this.#targets -= entry.targets?.size ?? 0;
    return taken;
  }

  /**
   * Those with at least so many packets, the heaviest first, and the packets of those of them that may as well be late:
   * answers to passing ports of one or few hosts, as a firewall sees them that has forgotten the connection.
   */
  list(least: number, limit: number): { readonly victims: Victim[]; readonly late: number } {
    const heavy = [...this.#entries.values()].filter((entry) => entry.packets >= least);
    const sure = heavy.filter((entry) => isForged(entry, least));
    const told = sure.reduce((sum, { packets }) => sum + packets, 0);
    return {
      victims: sure
        .sort((a, b) => b.packets - a.packets || (a.address < b.address ? -1 : 1))
        .slice(0, limit)
        .map(toVictim),
      late: heavy.reduce((sum, { packets }) => sum + packets, 0) - told,
    };
  }

  /** Room for one more: the first of some that is light; the others go to the end of the line. */
  #displace(): void {
    let tries = 8;
    for (const [id, entry] of this.#entries) {
      this.#entries.delete(id);
      if (entry.packets < 3 || --tries === 0) {
        this.#targets -= entry.targets?.size ?? 0;
        return;
      }
      this.#entries.set(id, entry);
    }
  }

  #addTarget(entry: Entry, target: number): void {
    if (entry.targets?.has(target) === true) return;
    addToSketch(entry.sketch, 0, target);
    if (entry.targets === null) return;
    if (this.#targets < targetsKept) {
      this.#targets += 1;
      entry.targets.add(target);
      return;
    }
    this.#targets -= entry.targets.size;
    entry.targets = null;
  }
}

const newEntry = (address: string): Entry => ({
  address,
  packets: 0,
  forged: 0,
  kinds: new Int32Array(answerKinds.length),
  ports: new Map(),
  targets: new Set(),
  sketch: new Int32Array(sketchWords),
  first: Number.POSITIVE_INFINITY,
  last: Number.NEGATIVE_INFINITY,
  evidence: [],
});

const copyOf = (batch: Batch, index: number): Entry['evidence'][number] => ({
  words: batch.words.slice(index * stride, (index + 1) * stride),
  time: batch.times[index] as number,
  quoted: batch.quoted.slice(index * quotedStride, (index + 1) * quotedStride),
  payload: batch.payloads.slice(index * payloadStride, (index + 1) * payloadStride),
  interfaceName: batch.interfaces[batch.words[index * stride + word.interface] as number] ?? null,
});

const toVictim = (entry: Entry): Victim => ({
  address: entry.address,
  packets: entry.packets,
  answers: answerKinds
    .map((kind, at) => ({ kind, packets: entry.kinds[at] as number }))
    .filter(({ packets }) => packets > 0)
    .sort((a, b) => b.packets - a.packets),
  ports: [...entry.ports]
    .map(([port, packets]) => ({ port, packets }))
    .sort((a, b) => b.packets - a.packets || a.port - b.port)
    .slice(0, 16),
  targets:
    entry.targets === null
      ? { count: countInSketch(entry.sketch, 0), exact: false }
      : { count: entry.targets.size, exact: true },
  first: Number.isFinite(entry.first) ? entry.first : null,
  last: Number.isFinite(entry.last) ? entry.last : null,
  evidence: entry.evidence.map(({ words, time, payload, quoted, interfaceName }) =>
    probeOf(words, 0, time, payload, 0, quoted, 0, interfaceName),
  ),
});
