import { etherType, packetKind, type PacketRing, type PacketTaker } from '../../sys/packet-ring/index.ts';
import { decodeFrame } from '../layers/frame.ts';
import { linkType } from '../layers/link-types.ts';
import { isOther, outcomeCount, outcomeName } from '../layers/outcome.ts';
import { Batch, type BatchSink, shape, stride, word } from '../record.ts';
import { type Answers, kernelAnswer } from './answers.ts';

/** Interfaces come and go (containers); more names than this are not kept, what comes over further ones has none. */
const mostNames = 4096;
/** A tag in front can only be told from an IP header where the packet is no longer than this; see `networkAt`. */
const longestTagged = 2048;

/** Turns the packets of one ring or several into records, batch by batch. */
export class Frames implements PacketTaker {
  readonly batch = new Batch();
  readonly outcomes = new Uint32Array(outcomeCount);
  readonly answers: Answers = { reset: 0, unreachable: 0, echo: 0 };
  records = 0;
  readonly #sink: BatchSink;
  readonly #nameOf: (index: number) => string | null;
  readonly #listens: (transport: 'tcp' | 'udp', port: number) => boolean;
  /** From the kernel's interface index to the batch's. */
  readonly #known = new Map<number, number>();
  #lastIndex = -1;
  #lastKnown = 0;
  #ordinal = 0;
  #ring: PacketRing;

  constructor(
    first: PacketRing,
    sink: BatchSink,
    nameOf: (index: number) => string | null,
    listens: (transport: 'tcp' | 'udp', port: number) => boolean,
  ) {
    this.#ring = first;
    this.#sink = sink;
    this.#nameOf = nameOf;
    this.#listens = listens;
  }

  /** Takes what is ready in a ring, and hands all of it on. */
  drain(ring: PacketRing): void {
    this.#ring = ring;
    ring.drain(this);
    this.flush();
  }

  packet(
    start: number,
    end: number,
    length: number,
    at: number,
    interfaceIndex: number,
    _protocol: number,
    kind: number,
  ): void {
    const { bytes, view } = this.#ring;
    const { batch } = this;
    if (interfaceIndex !== this.#lastIndex) this.#turnTo(interfaceIndex);
    this.#ordinal = (this.#ordinal + 1) >>> 0;
    const from = networkAt(view, start, end, length);
    const left = length - (from - start);
    const outcome = decodeFrame(
      batch,
      linkType.raw,
      bytes,
      view,
      from,
      end,
      left,
      at,
      this.#lastKnown,
      this.#ordinal,
    );
    if (outcome !== 0) {
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      return;
    }
    if (kind === packetKind.outgoing) this.#sent((batch.size - 1) * stride);
    if (batch.size === batch.capacity) this.flush();
  }

  flush(): void {
    const { batch } = this;
    if (batch.size === 0) return;
    this.records += batch.size;
    this.#sink(batch);
    batch.size = 0;
  }

  /** What was left out, by reason, and what is no probe but counted. */
  leftOut(other: boolean): { name: string; packets: number }[] {
    return [...this.outcomes.entries()]
      .filter(([code, packets]) => packets > 0 && isOther(code) === other)
      .map(([code, packets]) => ({ name: outcomeName(code), packets }));
  }

  #sent(at: number): void {
    const { words } = this.batch;
    words[at + word.shape] = (words[at + word.shape] ?? 0) | shape.outgoing;
    const answer = kernelAnswer(words, at, this.#listens);
    if (answer !== null) this.answers[answer]++;
  }

  #turnTo(index: number): void {
    this.#lastIndex = index;
    const known = this.#known.get(index);
    this.#lastKnown = known ?? this.#learn(index);
  }

  #learn(index: number): number {
    const name = this.#nameOf(index);
    const { interfaces } = this.batch;
    if (name === null || this.#known.size >= mostNames) return 0;
    const there = interfaces.indexOf(name);
    const place = there > 0 ? there : interfaces.push(name) - 1;
    this.#known.set(index, place);
    return place;
  }
}

/**
 * Where the IP header begins. Of two VLAN tags the kernel takes one off; the inner one stays in front of a packet that
 * arrives. What would be the tag's EtherType is 2048 or 34525 then, which in an IP header at this place were a length
 * (or part of a flow label with an absurd length behind it) that the packet does not have.
 */
export function networkAt(view: DataView, start: number, end: number, length: number): number {
  if (end - start < 8 || length >= longestTagged) return start;
  const type = view.getUint16(start + 2);
  const version = view.getUint8(start + 4) >> 4;
  const tagged = (type === etherType.ipv4 && version === 4) || (type === etherType.ipv6 && version === 6);
  return tagged ? start + 4 : start;
}
