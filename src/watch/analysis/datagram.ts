import { type Batch, protocol, stride, word } from '../record.ts';
import { tcpShapes } from '../source-summary.ts';
import { flow } from '../tables/flows.ts';
import { combine } from '../tables/hash.ts';
import { hotAccepted, hotToServices } from '../tables/source-layout.ts';
import { answersToAll } from './asked-all.ts';
import { toService } from './tcp.ts';
import type { Traffic } from './traffic.ts';
import { guessUdp } from './udp-answer.ts';
import { isWebServer } from './web-server.ts';

const unknownShape = tcpShapes.indexOf('other');
const noShape = -1;

/**
 * UDP, SCTP, DCCP, and TCP of inputs without flags: whoever began asks, what comes back answers. Ports are known,
 * `traffic` has taken the ends.
 */
export function datagram(traffic: Traffic, batch: Batch, index: number, number: number): void {
  const { flows, other, speakers } = traffic;
  const { words } = batch;
  const at = index * stride;
  const from = traffic.ports >>> 16;
  const to = traffic.ports & 0xffff;
  const place = flows.enter(traffic.source, traffic.target, traffic.ports, number);
  if (flows.has(place, flow.settled)) return other.count('established');
  const answers = flows.has(place, flows.opposite);
  const fromHere = traffic.isFromHere(words, at);
  const speaker = combine(traffic.source ^ number, from);
  if (answers) {
    flows.mark(place, flow.settled);
    accept(traffic, words, at, number);
    // Both ends are a service's or a peer's: what others send there is no probe of a quiet port.
    speakers.add(speaker);
    speakers.add(combine(traffic.target ^ number, to));
    return other.count(fromHere ? 'own' : 'answers');
  }
  flows.mark(place, flows.direction);
  if (fromHere) {
    speakers.add(speaker);
    return other.count('own');
  }
  const udp = number === protocol.udp;
  if (udp && traffic.isToService(words, at, 'udp')) return toService(traffic, words, at, number);
  if (udp && answersToAll(traffic)) {
    flows.mark(place, flow.settled);
    return other.count('answers');
  }
  // HTTP/3 beside HTTP, of which only one way was captured.
  if (udp && to === 443 && isWebServer(traffic)) return other.count('established');
  if (speakers.has(combine(traffic.target ^ number, to))) return spokenTo(traffic, words, at, number);
  const guess = udp || number === protocol.tcp ? guessOf(batch, index, number, from, to) : 'request';
  if (guess === 'late') return other.count('late');
  if (guess === 'answer') return traffic.backscatter(batch, index, 'udp-answer', from);
  traffic.probe(batch, index, number, to, number === protocol.tcp ? unknownShape : noShape);
}

/** Without flags, TCP from a low port to a passing one is the way back of a connection. */
function guessOf(
  batch: Batch,
  index: number,
  number: number,
  from: number,
  to: number,
): 'answer' | 'late' | 'request' {
  if (number === protocol.udp) return guessUdp(batch, index, from, to);
  return from < 1024 && to >= 32_768 && (batch.words[index * stride + word.packets] as number) > 0
    ? 'late'
    : 'request';
}

/** The receiver asked for this. */
function accept(traffic: Traffic, words: Uint32Array, at: number, number: number): void {
  const slot = traffic.receiverSlot(words, at, number);
  if (slot >= 0 && traffic.sources.hasTried(slot, traffic.source, traffic.ports >>> 16))
    traffic.sources.bump(slot, hotAccepted);
}

function spokenTo(traffic: Traffic, words: Uint32Array, at: number, number: number): void {
  const slot = traffic.senderSlot(words, at, number);
  if (slot >= 0) traffic.sources.bump(slot, hotToServices);
  traffic.other.count('to-service');
}
