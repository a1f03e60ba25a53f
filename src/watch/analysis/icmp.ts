import { type Batch, known, protocol, quotedBit, quotedStride, stride, word } from '../record.ts';
import { flow } from '../tables/flows.ts';
import { tupleOf } from '../tables/hash.ts';
import { hotAccepted, hotRefused } from '../tables/source-layout.ts';
import { addressKey } from '../tables/sources.ts';
import type { AnswerKind } from '../tables/victims.ts';
import type { Traffic } from './traffic.ts';

/** Requests that a prober sends: echo, timestamp, address mask, extended echo; of ICMPv6 echo and node information. */
const requests4: ReadonlySet<number> = new Set([8, 13, 15, 17, 42]);
const replies4: ReadonlySet<number> = new Set([0, 14, 16, 18, 43]);
const errors4: ReadonlyMap<number, AnswerKind> = new Map([
  [3, 'icmp-unreachable'],
  [4, 'icmp-other'],
  [5, 'icmp-other'],
  [11, 'icmp-time-exceeded'],
  [12, 'icmp-other'],
]);
const requests6: ReadonlySet<number> = new Set([128, 139]);
const replies6: ReadonlySet<number> = new Set([129, 140]);
const errors6: ReadonlyMap<number, AnswerKind> = new Map([
  [1, 'icmp-unreachable'],
  [2, 'icmp-other'],
  [3, 'icmp-time-exceeded'],
  [4, 'icmp-other'],
]);

/** ICMP and ICMPv6 with a known type. */
export function icmpPacket(traffic: Traffic, batch: Batch, index: number, number: number): void {
  const { words } = batch;
  const at = index * stride;
  const type = ((words[at + word.ports] as number) >>> 8) & 0xff;
  const v6 = number === protocol.icmpv6;
  const error = (v6 ? errors6 : errors4).get(type);
  if (error !== undefined) return icmpError(traffic, batch, index, error);
  if ((v6 ? replies6 : replies4).has(type)) return reply(traffic, batch, index, number);
  // Neighbour discovery, multicast listeners, router advertisements.
  if (!(v6 ? requests6 : requests4).has(type)) return traffic.other.count('neighbour-discovery');
  if (traffic.isFromHere(words, at)) {
    const place = traffic.flows.enter(traffic.source, traffic.target, 0, number);
    traffic.flows.mark(place, traffic.flows.direction);
    return traffic.other.count('own');
  }
  traffic.probe(batch, index, number, -1, -1);
}

function reply(traffic: Traffic, batch: Batch, index: number, number: number): void {
  const { flows, sources, other } = traffic;
  const { words } = batch;
  const at = index * stride;
  const slot = traffic.receiverSlot(words, at, number);
  const asked = slot >= 0 && sources.hasTried(slot, traffic.source, -1);
  if (asked) sources.bump(slot, hotAccepted);
  const fromHere = traffic.isFromHere(words, at);
  const place = flows.enter(traffic.source, traffic.target, 0, number);
  if (asked || fromHere || flows.has(place, flows.opposite)) return other.count(fromHere ? 'own' : 'answers');
  traffic.backscatter(batch, index, 'echo-reply', -1);
}

/** An error is the answer to the packet that it quotes: to one that was seen here, or to a forged one. */
function icmpError(traffic: Traffic, batch: Batch, index: number, kind: AnswerKind): void {
  const { words, quoted } = batch;
  const at = index * stride;
  const fromHere = traffic.isFromHere(words, at);
  if (((words[at + word.known] as number) & known.quoted) === 0) {
    if (fromHere) return traffic.other.count('own');
    return traffic.backscatter(batch, index, kind, -1);
  }
  const q = index * quotedStride;
  if (refuses(traffic, words, at, quoted, q)) return traffic.other.count(fromHere ? 'own' : 'answers');
  if (fromHere) return traffic.other.count('own');
  // The attacked one is whom the forged packet was for; the error may come from a router before it.
  const head = quoted[q] as number;
  const v6 = (head & quotedBit.v6) !== 0;
  const port = (head & quotedBit.hasPorts) === 0 ? -1 : (quoted[q + 9] as number) & 0xffff;
  traffic.victims.add(
    batch,
    index,
    quoted,
    q + 5,
    v6,
    addressKey(quoted, q + 5, v6),
    kind,
    port,
    traffic.target,
  );
}

/** Whether the quoted packet was seen: a probe's source then has one refusal more. */
function refuses(traffic: Traffic, words: Uint32Array, at: number, quoted: Uint32Array, q: number): boolean {
  const { flows, sources } = traffic;
  const head = quoted[q] as number;
  const number = head & 0xff;
  const v6 = (head & quotedBit.v6) !== 0;
  const source = addressKey(quoted, q + 1, v6);
  const target = addressKey(quoted, q + 5, v6);
  const hasPorts = (head & quotedBit.hasPorts) !== 0;
  const ports = hasPorts ? (quoted[q + 9] as number) | 0 : 0;
  const port = hasPorts ? ports & 0xffff : -1;
  const sender = traffic.slotOf(quoted, q + 1, v6, source, number);
  if (sender >= 0 && sources.hasTried(sender, target, port)) {
    sources.bump(sender, hotRefused);
    return true;
  }
  // Behind a translation of addresses the quoted packet's are others than those that were captured.
  const told = traffic.slotOf(words, at + word.destination, traffic.v6, traffic.target, number);
  if (told >= 0 && (sources.hasTried(told, target, port) || sources.hasTried(told, traffic.source, port))) {
    sources.bump(told, hotRefused);
    return true;
  }
  // A forger writes the address of the one who is told; a quoted sender that is another was translated.
  if (source !== traffic.target) return true;
  if (sources.tuples.has(tupleOf(source, target, ports))) return true;
  const place = flows.enter(source, target, ports, number);
  return flows.has(place, flows.direction | flow.settled | flow.accepted);
}
