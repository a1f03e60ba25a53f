import { quotedBit, quotedStride } from '../../record.ts';
import { readAddress } from '../address.ts';
import { bytesOf, closeSquare, space } from '../ascii.ts';
import type { Line } from '../line.ts';
import type { Records } from '../records.ts';
import { protocolAt } from './netfilter-protocol.ts';

const source = bytesOf('SRC=');
const destination = bytesOf('DST=');
const protocolKey = bytesOf('PROTO=');
const sourcePort = bytesOf('SPT=');
const destinationPort = bytesOf('DPT=');

/**
 * The packet that an ICMP error quotes, from behind its `[` to `]`, into the record's quoted words. True where it was
 * whole enough to name; the position is behind the bracket, or at the line's end where there is none.
 */
export function readQuoted(line: Line, records: Records): boolean {
  const { quoted } = records;
  const base = records.index * quotedStride;
  let [from, to, transport, ports, portKeys] = [0, 0, -1, 0, 0];
  while (line.at < line.end && line.byte(line.at) !== closeSquare) {
    if (line.has(source, line.at)) {
      line.at += source.length;
      from = readAddress(line, quoted, base + 1);
    } else if (line.has(destination, line.at)) {
      line.at += destination.length;
      to = readAddress(line, quoted, base + 5);
    } else if (line.has(protocolKey, line.at)) {
      line.at += protocolKey.length;
      transport = protocolAt(line);
    } else if (line.has(sourcePort, line.at) || line.has(destinationPort, line.at)) {
      const first = line.has(sourcePort, line.at);
      line.at += sourcePort.length;
      const port = line.uint();
      if (port >= 0 && port <= 0xffff) {
        ports |= first ? port << 16 : port;
        portKeys |= first ? 1 : 2;
      }
    }
    while (line.at < line.end && line.byte(line.at) !== space && line.byte(line.at) !== closeSquare)
      line.at++;
    line.skipSpaces();
  }
  if (line.at >= line.end) return false;
  line.at++;
  if (from === 0 || from !== to || transport < 0) return false;
  quoted[base] = transport | (from === 6 ? quotedBit.v6 : 0) | (portKeys === 3 ? quotedBit.hasPorts : 0);
  quoted[base + 9] = ports;
  return true;
}
