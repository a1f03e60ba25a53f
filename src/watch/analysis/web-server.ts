import { protocol } from '../record.ts';
import { combine } from '../tables/hash.ts';
import { hotAccepted } from '../tables/source-layout.ts';
import type { Traffic } from './traffic.ts';

const https = 443;
/** Beside the endpoints that sent something, under a tag of its own. */
const web = 1 << 18;

const tagOf = ({ source, target }: Traffic): number => combine(source ^ web, target);

/** Whether the sender of the packet in hand is known to have visited its receiver. */
export const isWebServer = (traffic: Traffic): boolean => traffic.speakers.has(tagOf(traffic));

/**
 * A connection to HTTPS is known to have been accepted, though the capture lacks the answers. What its sender tried there
 * by QUIC was no probe: browsers try both.
 */
export function visited(traffic: Traffic, words: Uint32Array, at: number): void {
  if ((traffic.ports & 0xffff) !== https || traffic.speakers.add(tagOf(traffic))) return;
  const slot = traffic.senderSlot(words, at, protocol.udp);
  if (slot >= 0 && traffic.sources.hasTried(slot, traffic.target, https))
    traffic.sources.bump(slot, hotAccepted);
}
