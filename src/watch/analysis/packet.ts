import { type Batch, known, protocol, shape, stride, word } from '../record.ts';
import { askAll } from './asked-all.ts';
import { datagram } from './datagram.ts';
import { icmpPacket } from './icmp.ts';
import { tcpPacket } from './tcp.ts';
import type { Traffic } from './traffic.ts';

const tcpNeeds = known.ports | known.flags;

/** Any packet, one by one: what the quick way for SYN did not take. */
export function packet(traffic: Traffic, batch: Batch, index: number): void {
  const { words } = batch;
  const at = index * stride;
  const form = words[at + word.shape] as number;
  const has = words[at + word.known] as number;
  const number = form & 0xff;
  if ((form & shape.laterFragment) !== 0) return traffic.other.count('fragments');
  traffic.take(batch, index);
  if (isToMany(words, at, number)) {
    if (number === protocol.udp && (has & known.ports) !== 0) askAll(traffic);
    return traffic.other.count('multicast');
  }
  switch (number) {
    case protocol.tcp:
      if ((has & tcpNeeds) === tcpNeeds) return tcpPacket(traffic, batch, index);
      return (has & known.ports) === 0 ? traffic.other.count('cut') : datagram(traffic, batch, index, number);
    case protocol.udp:
    case protocol.sctp:
    case protocol.dccp:
      return (has & known.ports) === 0 ? traffic.other.count('cut') : datagram(traffic, batch, index, number);
    case protocol.icmp:
    case protocol.icmpv6:
      return (has & known.icmp) === 0
        ? traffic.other.count('cut')
        : icmpPacket(traffic, batch, index, number);
    default:
      return rest(traffic, batch, index, number);
  }
}

/** Protocols without ports. */
function rest(traffic: Traffic, batch: Batch, index: number, number: number): void {
  const { flows, other } = traffic;
  const place = flows.enter(traffic.source, traffic.target, 0, number);
  const answers = flows.has(place, flows.opposite);
  flows.mark(place, flows.direction);
  if (traffic.isFromHere(batch.words, index * stride)) return other.count('own');
  if (answers) return other.count('answers');
  traffic.probe(batch, index, number, -1, -1);
}

/** Group and broadcast addresses, and the noise of a local network: names, addresses by DHCP. */
function isToMany(words: Uint32Array, at: number, number: number): boolean {
  const target = words[at + word.destination] as number;
  if (((words[at + word.shape] as number) & shape.v6) !== 0) {
    if (target >>> 24 === 0xff) return true;
    return number === protocol.udp && isNoise(words, at, false);
  }
  // 224.0.0.0/4, and 240.0.0.0/4 with 255.255.255.255.
  if (target >>> 29 === 7) return true;
  return number === protocol.udp && isNoise(words, at, (target & 0xff) === 0xff);
}

/**
 * DHCP goes to a server's own address too; NetBIOS, Dropbox and the like to the network's last address from the port
 * that they go to, games and devices (Plex, Steam, TP-Link) from another one, but from that network.
 */
function isNoise(words: Uint32Array, at: number, toLast: boolean): boolean {
  if (((words[at + word.known] as number) & known.ports) === 0) return false;
  const ports = words[at + word.ports] as number;
  const from = ports >>> 16;
  const to = ports & 0xffff;
  if ((from === 68 && to === 67) || (from === 67 && (to === 68 || to === 67))) return true;
  if ((from === 546 && to === 547) || (from === 547 && to === 546)) return true;
  return toLast && (from === to || isSameNetwork(words, at));
}

/** Masks are not seen: both in one /16, which no local network exceeds by much. */
const isSameNetwork = (words: Uint32Array, at: number): boolean =>
  ((words[at + word.source] as number) ^ (words[at + word.destination] as number)) >>> 16 === 0;
