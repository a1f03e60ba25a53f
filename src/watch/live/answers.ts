import { known, protocol, shape, tcpFlag, word } from '../record.ts';

/** What this host's kernel sent back to probes, by its kind. */
export interface Answers {
  reset: number;
  unreachable: number;
  echo: number;
}

/** Destination unreachable: protocol and port; of ICMPv6: port. RFC 792, RFC 4443 3.1. */
const unreachable = { v4: [(3 << 8) | 2, (3 << 8) | 3], v6: [(1 << 8) | 4] };
const echoReply = { v4: 0, v6: 129 << 8 };

/**
 * Whether a packet that this host sent is its kernel's answer to a packet that nobody listens for, and which one. A
 * reset that answers a segment without ACK has the sequence number 0 and ACK (RFC 9293 3.10.7.1); one that answers
 * an ACK has no ACK, and is sent for late segments of a service's former connections too, which do not count.
 */
export function kernelAnswer(
  words: Uint32Array,
  at: number,
  listens: (transport: 'tcp' | 'udp', port: number) => boolean,
): keyof Answers | null {
  const form = words[at + word.shape] ?? 0;
  const has = words[at + word.known] ?? 0;
  const ports = words[at + word.ports] ?? 0;
  const kind = form & 0xff;
  if (kind === protocol.tcp && (has & known.flags) !== 0) {
    const flags = (words[at + word.tcp] ?? 0) & (tcpFlag.rst | tcpFlag.ack);
    if (flags === (tcpFlag.rst | tcpFlag.ack)) return words[at + word.sequence] === 0 ? 'reset' : null;
    return flags === tcpFlag.rst && !listens('tcp', ports >>> 16) ? 'reset' : null;
  }
  if ((kind !== protocol.icmp && kind !== protocol.icmpv6) || (has & known.icmp) === 0) return null;
  const version = (form & shape.v6) === 0 ? 'v4' : 'v6';
  if (unreachable[version].includes(ports)) return 'unreachable';
  return ports === echoReply[version] ? 'echo' : null;
}
