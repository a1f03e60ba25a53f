import { combine } from '../tables/hash.ts';
import type { Traffic } from './traffic.ts';

/*
 * Questions to a group or to everybody on the network (mDNS, SSDP, LLMNR, WS-Discovery, NetBIOS): whoever answers, does
 * so to the port that asked. They lie beside the endpoints that sent something, under tags of their own.
 */
const byPassing = 1 << 16;
const byService = 1 << 17;

/** Remembers that the sender of the datagram in hand waits for answers from anybody. */
export function askAll({ speakers, source, ports }: Traffic): void {
  const from = ports >>> 16;
  if (from === (ports & 0xffff)) speakers.add(combine(source ^ byService, from));
  else if (from >= 1024) speakers.add(combine(source ^ byPassing, from));
}

/** Whether the datagram in hand may answer such a question. Asked from the service's own port, it comes from that. */
export function answersToAll({ speakers, target, ports }: Traffic): boolean {
  const to = ports & 0xffff;
  if (to >= 1024 && speakers.has(combine(target ^ byPassing, to))) return true;
  return to === ports >>> 16 && speakers.has(combine(target ^ byService, to));
}
