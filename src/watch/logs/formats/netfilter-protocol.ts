import { bytesOf, isDigit } from '../ascii.ts';
import type { Line } from '../line.ts';

/** Names that the kernel and ulogd write; all others are numbers. `UDPLITE` and `ICMPv6` before their beginnings. */
const names = (
  [
    ['TCP', 6],
    ['UDPLITE', 136],
    ['UDP', 17],
    ['ICMPv6', 58],
    ['ICMP', 1],
    ['ESP', 50],
    ['AH', 51],
    ['SCTP', 132],
    ['DCCP', 33],
    ['IGMP', 2],
    ['GRE', 47],
  ] as const
).map(([name, number]) => ({ name: bytesOf(name), number }));

/** The number of the protocol at the line's position, `at` behind it; -1 for a name that is unknown here. */
export function protocolAt(line: Line): number {
  if (isDigit(line.byte(line.at))) {
    const number = line.uint();
    return number <= 255 ? number : -1;
  }
  for (const { name, number } of names) {
    if (!line.has(name, line.at)) continue;
    line.at += name.length;
    return number;
  }
  return -1;
}
