import { type Batch, known, protocol, shape, stride, tcpFlag, word } from '../record.ts';
import { blockOf, bitmapKind, kindOf } from '../tables/set-handle.ts';
import { hot, hotShift } from '../tables/source-layout.ts';
import { packet } from './packet.ts';
import { synShape } from './tcp.ts';
import type { Traffic } from './traffic.ts';

/*
 * The quick way of what a capture of scanners mostly holds: SYN over IPv4 from elsewhere to a quiet port. Finding a
 * source, its place and its set of ports are three waits for memory, each of which must be over before the next can
 * begin. So a batch is gone through several times: the waits of its packets then overlap.
 */
const needs = known.ports | known.flags;
const shapeMask = 0xff | shape.v6 | shape.laterFragment | shape.outgoing;
const flagMask = tcpFlag.syn | tcpFlag.ack | tcpFlag.rst | tcpFlag.fin | tcpFlag.psh | tcpFlag.urg;
const slow = -2;

export class SynPath {
  #slots = new Int32Array(0);
  /** What was read ahead; kept so that reading it is not left out. */
  ahead = 0;

  add(traffic: Traffic, batch: Batch): void {
    if (this.#slots.length < batch.size) this.#slots = new Int32Array(batch.capacity);
    this.#find(traffic, batch);
    this.#readAhead(traffic, batch);
    this.#record(traffic, batch);
  }

  /** The slot of each record's source: -1 for a new one, `slow` for what goes the long way. */
  #find(traffic: Traffic, batch: Batch): void {
    const slots = this.#slots;
    const { words, size } = batch;
    const { index } = traffic.sources;
    // Where services or own addresses are told apart each packet must be asked about.
    const quick = traffic.own.isEmpty && traffic.listens === undefined;
    let packets = 0;
    let fields = 0;
    for (let number = 0, at = 0; number < size; number++, at += stride) {
      const has = (words[at + word.known] as number) | 0;
      packets += words[at + word.packets] as number;
      const isQuick =
        quick &&
        ((words[at + word.shape] as number) & shapeMask) === protocol.tcp &&
        (has & needs) === needs &&
        ((words[at + word.tcp] as number) & flagMask) === tcpFlag.syn &&
        (words[at + word.destination] as number) >>> 29 !== 7;
      slots[number] = isQuick ? index.find((words[at + word.source] as number) | 0, protocol.tcp) : slow;
      if (isQuick) fields |= has;
    }
    traffic.packets += packets;
    traffic.synFields |= fields;
  }

  #readAhead(traffic: Traffic, batch: Batch): void {
    const slots = this.#slots;
    const { words, size } = batch;
    const hotWords = traffic.sources.hot;
    const sets = traffic.sources.slab.words;
    let ahead = 0;
    for (let number = 0; number < size; number++) {
      const slot = slots[number] as number;
      if (slot < 0) continue;
      const h = slot << hotShift;
      const ports = hotWords[h + hot.portSet] as number;
      const kind = kindOf(ports);
      const port = (words[number * stride + word.ports] as number) & 0xffff;
      if (kind !== 0 && kind < bitmapKind)
        ahead ^= sets[blockOf(ports) + (Math.imul(port, 0x9e3779b1) >>> (32 - kind))] as number;
      ahead ^= sets[blockOf(hotWords[h + hot.pairSet] as number)] as number;
    }
    this.ahead ^= ahead;
  }

  #record(traffic: Traffic, batch: Batch): void {
    const slots = this.#slots;
    const { words, size, times } = batch;
    const { sources, idleGap } = traffic;
    const { removed } = sources;
    for (let number = 0, at = 0; number < size; number++, at += stride) {
      const slot = slots[number] as number;
      if (slot === slow) {
        packet(traffic, batch, number);
        continue;
      }
      if (
        slot < 0 ||
        sources.removed !== removed ||
        (times[number] as number) - (sources.times[slot << (hotShift - 1)] as number) > idleGap
      ) {
        traffic.take(batch, number);
        traffic.probe(batch, number, protocol.tcp, traffic.ports & 0xffff, synShape);
        continue;
      }
      const source = (words[at + word.source] as number) | 0;
      const target = (words[at + word.destination] as number) | 0;
      sources.record(
        slot,
        batch,
        number,
        source,
        (words[at + word.ports] as number) & 0xffff,
        target,
        synShape,
      );
    }
  }
}
