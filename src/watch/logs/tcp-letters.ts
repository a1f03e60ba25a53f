import { tcpFlag } from '../record.ts';
import type { Line } from './line.ts';

/** Flags by letters as BSD and Windows write them; `.` is tcpdump's ACK. W is its CWR, C that of filterlog. */
const bits: Readonly<Record<number, number>> = {
  0x46: tcpFlag.fin,
  0x53: tcpFlag.syn,
  0x52: tcpFlag.rst,
  0x50: tcpFlag.psh,
  0x41: tcpFlag.ack,
  0x55: tcpFlag.urg,
  0x45: tcpFlag.ece,
  0x43: tcpFlag.cwr,
  0x57: tcpFlag.cwr,
  0x65: tcpFlag.ns,
  0x2e: tcpFlag.ack,
};

/** The flags between two places; -1 where another letter stands there. */
export function flagsOf(line: Line, from: number, to: number): number {
  let flags = 0;
  for (let at = from; at < to; at++) {
    const bit = bits[line.byte(at)];
    if (bit === undefined) return -1;
    flags |= bit;
  }
  return flags;
}
