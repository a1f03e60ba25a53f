import { lower } from './ascii.ts';
import type { Line } from './line.ts';

/** Names of IP protocols as firewalls write them (IANA's, and those of /etc/protocols), in small letters. */
const numbers = new Map<string, number>([
  ['hopopt', 0],
  ['icmp', 1],
  ['igmp', 2],
  ['ipip', 4],
  ['ipencap', 4],
  ['tcp', 6],
  ['igrp', 9],
  ['udp', 17],
  ['dccp', 33],
  ['ipv6', 41],
  ['rsvp', 46],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['icmp6', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['pim', 103],
  ['vrrp', 112],
  ['carp', 112],
  ['sctp', 132],
  ['udplite', 136],
]);

/** The protocol of a name or number between two places; -1 for one that is unknown. */
export function protocolNumber(line: Line, from: number, to: number): number {
  line.at = from;
  const number = line.uint();
  if (line.at === to) return number <= 255 ? number : -1;
  // The usual three without making text.
  if (to - from === 3) {
    const packed =
      (lower(line.byte(from)) << 16) | (lower(line.byte(from + 1)) << 8) | lower(line.byte(from + 2));
    if (packed === 0x746370) return 6;
    if (packed === 0x756470) return 17;
  }
  if (to - from > 16) return -1;
  return numbers.get(line.text(from, to).toLowerCase()) ?? -1;
}
