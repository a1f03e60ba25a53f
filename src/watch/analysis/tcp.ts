import { sign } from '../fingerprints/sign-bits.ts';
import { signsOf } from '../fingerprints/signs.ts';
import { type Batch, protocol, stride, tcpFlag, word } from '../record.ts';
import { tcpShapes } from '../source-summary.ts';
import { flow } from '../tables/flows.ts';
import { tupleOf } from '../tables/hash.ts';
import { hotAccepted, hotRefused, hotToServices } from '../tables/source-layout.ts';
import { bareAckShape, hasData, hasTimestamp, isNmaps, noShape } from './ack-shape.ts';
import type { Traffic } from './traffic.ts';
import { visited } from './web-server.ts';

const { fin, syn, rst, psh, ack, urg } = tcpFlag;
const number = protocol.tcp;

export const synShape = tcpShapes.indexOf('syn');
const otherShape = tcpShapes.indexOf('other');

/** The shape of flags without ACK and RST; congestion bits change no shape. */
function shapeOf(flags: number): number {
  switch (flags & 0x3f) {
    case syn:
      return synShape;
    case fin:
      return tcpShapes.indexOf('fin');
    case 0:
      return flags === 0 ? tcpShapes.indexOf('null') : otherShape;
    case fin | psh | urg:
      return tcpShapes.indexOf('xmas');
    default:
      return otherShape;
  }
}

/** TCP with known ports and flags, of which `traffic` has taken the ends. */
export function tcpPacket(traffic: Traffic, batch: Batch, index: number): void {
  const { words } = batch;
  const at = index * stride;
  const flags = (words[at + word.tcp] as number) & 0x1ff;
  if ((flags & (ack | rst)) === 0) tcpProbe(traffic, batch, index, flags);
  else if ((flags & (syn | rst | fin)) === syn) synAck(traffic, batch, index);
  else if ((flags & rst) !== 0) reset(traffic, batch, index);
  else conversation(traffic, batch, index, flags);
}

function tcpProbe(traffic: Traffic, batch: Batch, index: number, flags: number): void {
  const { words } = batch;
  const at = index * stride;
  if ((flags & 0x3f) === syn) traffic.synFields |= words[at + word.known] as number;
  if (traffic.isFromHere(words, at)) {
    // Its answer is no backscatter.
    traffic.sources.tuples.add(tupleOf(traffic.source, traffic.target, traffic.ports));
    traffic.other.count('own');
    return;
  }
  // A flow log's flags are all that a whole conversation had.
  if ((flags & (syn | fin)) === (syn | fin) && (words[at + word.packets] as number) > 1)
    return traffic.other.count('established');
  if (traffic.isToService(words, at, 'tcp')) return toService(traffic, words, at);
  traffic.probe(batch, index, number, traffic.ports & 0xffff, shapeOf(flags));
}

/** A packet to a port where this host listens: of a source that is known for probes it is one more port. */
export function toService(
  traffic: Traffic,
  words: Uint32Array,
  at: number,
  protocolNumber: number = number,
): void {
  const slot = traffic.senderSlot(words, at, protocolNumber);
  if (slot >= 0) traffic.sources.bump(slot, hotToServices);
  // What it sends later in this conversation is no backscatter.
  traffic.sources.tuples.add(tupleOf(traffic.source, traffic.target, traffic.ports));
  traffic.other.count('to-service');
}

const reversed = (ports: number): number => (ports << 16) | (ports >>> 16);

/** Whether the packet in hand goes back on the way of a probe that its receiver sent, latest or by the sets. */
function answeredSlot(traffic: Traffic, words: Uint32Array, at: number): number {
  const slot = traffic.receiverSlot(words, at, number);
  return slot >= 0 && traffic.sources.hasTried(slot, traffic.source, traffic.ports >>> 16) ? slot : -1;
}

const askedHere = (traffic: Traffic): boolean =>
  traffic.sources.tuples.has(tupleOf(traffic.target, traffic.source, reversed(traffic.ports)));

function synAck(traffic: Traffic, batch: Batch, index: number): void {
  const { flows, sources, other } = traffic;
  const { words } = batch;
  const at = index * stride;
  const place = flows.enter(traffic.source, traffic.target, traffic.ports, number);
  if (flows.has(place, flow.settled | flow.accepted)) return other.count('established');
  const slot = answeredSlot(traffic, words, at);
  if (slot >= 0) sources.bump(slot, hotAccepted);
  const fromHere = traffic.isFromHere(words, at);
  if (slot >= 0 || fromHere || askedHere(traffic) || flows.has(place, flows.opposite)) {
    flows.mark(place, flow.accepted);
    return other.count(fromHere ? 'own' : 'answers');
  }
  flows.mark(place, flows.direction | flow.unasked);
  flows.count(place);
  traffic.backscatter(batch, index, 'syn-ack', traffic.ports >>> 16);
}

function reset(traffic: Traffic, batch: Batch, index: number): void {
  const { flows, sources, other } = traffic;
  const { words } = batch;
  const at = index * stride;
  const place = flows.enter(traffic.source, traffic.target, traffic.ports, number);
  if (flows.has(place, flow.settled | flow.accepted)) return other.count('established');
  const fromHere = traffic.isFromHere(words, at);
  const slot = answeredSlot(traffic, words, at);
  if (slot >= 0) sources.bump(slot, hotRefused);
  // It marks no direction: what comes back on a reset is no answer to a request, but more of what was reset.
  if (slot >= 0 || askedHere(traffic) || flows.has(place, flows.opposite)) {
    if (flows.has(place, flow.unasked)) traffic.victims.prove(traffic.target, traffic.v6);
    return other.count(fromHere ? 'own' : 'answers');
  }
  if (fromHere) return other.count('own');
  if (gaveUp(traffic, words, at)) return other.count('established');
  traffic.backscatter(batch, index, 'rst', traffic.ports >>> 16);
}

/** Whether the one who asked sends the reset: a SYN scanner does, and its kernel. */
function gaveUp(traffic: Traffic, words: Uint32Array, at: number): boolean {
  const { sources, ports } = traffic;
  if (sources.tuples.has(tupleOf(traffic.source, traffic.target, ports))) return true;
  const sender = traffic.senderSlot(words, at, number);
  return sender >= 0 && sources.hasTried(sender, traffic.target, ports & 0xffff);
}

/** ACK, data, FIN-ACK: mostly of a conversation, rarely a probe (nmap -sA, -sM, odd flags). */
function conversation(traffic: Traffic, batch: Batch, index: number, flags: number): void {
  const { flows, other } = traffic;
  const { words } = batch;
  const at = index * stride;
  const place = flows.enter(traffic.source, traffic.target, traffic.ports, number);
  if (flows.has(place, flow.accepted)) completed(traffic, words, at, place);
  if (flows.has(place, flow.unasked)) wasAsked(traffic, place);
  if (flows.has(place, flow.settled)) return other.count('established');
  const begun =
    traffic.sources.tuples.has(tupleOf(traffic.source, traffic.target, traffic.ports)) &&
    !flows.has(place, flows.direction);
  if (begun || askedHere(traffic) || flows.has(place, flows.opposite)) {
    flows.mark(place, flow.settled);
    if (begun) accepted(traffic, words, at, flags);
    const counted = flows.uncount(place);
    if (counted > 0) takeBack(traffic, traffic.receiverSlot(words, at, number), counted);
    return other.count('established');
  }
  if (traffic.isFromHere(words, at)) {
    flows.mark(place, flows.direction);
    return other.count('own');
  }
  flows.mark(place, flows.direction);
  if (hasData(words, at, flags)) return goesOn(traffic, words, at, place);
  const shape = bareAckShape(flags);
  if (shape === noShape) return other.count('late');
  if (!isNmaps(words, at)) {
    if (fromService(traffic.ports)) return other.count('late');
    if ((flags & (syn | urg)) === 0 && hasTimestamp(words, at)) return goesOn(traffic, words, at, place);
    // An acknowledgement behind a FIN, or before it: the end of a connection.
    if ((flags & fin) === 0 ? flows.has(place, flow.closed) : isFirstFin(traffic, place))
      return goesOn(traffic, words, at, place);
  }
  if (traffic.isToService(words, at, 'tcp')) return toService(traffic, words, at);
  if ((flags & fin) !== 0) flows.mark(place, flow.closed);
  flows.count(place);
  traffic.probe(batch, index, number, traffic.ports & 0xffff, shape);
}

const isFirstFin = ({ flows }: Traffic, place: number): boolean =>
  flows.isCounted(place) && !flows.has(place, flow.closed);

/** Nobody sends data into nothing: what else this way sent, or will, belongs to a connection. */
function goesOn(traffic: Traffic, words: Uint32Array, at: number, place: number): void {
  const { flows, other } = traffic;
  flows.mark(place, flow.settled);
  const counted = flows.uncount(place);
  if (counted > 0) takeBack(traffic, traffic.senderSlot(words, at, number), counted);
  other.count('late');
}

/** A connection goes on whose SYN was not captured: its SYN-ACK was no answer to a forged one. */
function wasAsked(traffic: Traffic, place: number): void {
  const { flows, other, victims } = traffic;
  flows.clear(place, flow.unasked);
  const byClient = flows.has(place, flows.opposite);
  const server = byClient ? traffic.target : traffic.source;
  const port = byClient ? traffic.ports & 0xffff : traffic.ports >>> 16;
  other.count('late', victims.takeBack(server, traffic.v6, port, flows.uncount(place)));
}

/** The first packet of the client behind a SYN-ACK: nobody forged its address. */
function completed(traffic: Traffic, words: Uint32Array, at: number, place: number): void {
  traffic.flows.clear(place, flow.accepted);
  traffic.flows.mark(place, flow.settled);
  const slot = traffic.senderSlot(words, at, number);
  if (slot >= 0 && traffic.sources.hasTried(slot, traffic.target, traffic.ports & 0xffff))
    traffic.sources.bump(slot, hotToServices);
}

const scannersAck = (1 << sign.nmapFlags) | (1 << sign.hpingWindow);

/**
 * The SYN of this conversation was seen and its sender goes on without an answer in sight: only one way was captured,
 * and the SYN was accepted. A host that watches itself (`listens`) sees its own answers and need not infer them; nor
 * does a scanner's ACK after its SYN mean this.
 */
function accepted(traffic: Traffic, words: Uint32Array, at: number, flags: number): void {
  if (traffic.listens !== undefined || (flags & (syn | urg)) !== 0) return;
  if ((signsOf(words, at) & scannersAck) !== 0) return;
  const slot = traffic.senderSlot(words, at, number);
  if (slot >= 0 && traffic.sources.hasTried(slot, traffic.target, traffic.ports & 0xffff))
    traffic.sources.bump(slot, hotAccepted);
  visited(traffic, words, at);
}

/** Packets of this conversation were none of a scan, although they counted as such. */
function takeBack({ sources }: Traffic, slot: number, packets: number): void {
  if (slot >= 0) for (let done = 0; done < packets; done++) sources.bump(slot, hotAccepted);
}

/** From a service to a passing port: the late packet of a connection that a firewall has forgotten. */
const fromService = (ports: number): boolean =>
  ports >>> 16 < 10_000 && (ports & 0xffff) > ports >>> 16 && (ports & 0xffff) >= 1024;
