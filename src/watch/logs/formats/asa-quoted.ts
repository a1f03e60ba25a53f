import { quotedBit, quotedStride } from '../../record.ts';
import { bytesOf, space } from '../ascii.ts';
import type { Line } from '../line.ts';
import { protocolNumber } from '../protocols.ts';
import type { Records } from '../records.ts';
import { AsaEnd } from './asa-end.ts';

const payload = bytesOf('Original IP payload: ');
const [src, dst] = [bytesOf(' src '), bytesOf(' dst ')];
const one = new AsaEnd();
const two = new AsaEnd();

/** `Original IP payload: udp src A/p dst B/p`: the packet that an ICMP error answers. True where it is whole. */
export function readQuotedFlow(line: Line, body: number, records: Records): boolean {
  const at = line.find(payload, body);
  if (at < 0) return false;
  const name = at + payload.length;
  const source = line.find(src, name);
  const destination = source < 0 ? -1 : line.find(dst, source);
  if (destination < 0) return false;
  const transport = protocolNumber(line, name, line.next(space, name));
  const { quoted } = records;
  const base = records.index * quotedStride;
  one.read(line, source + src.length, quoted, base + 1);
  two.read(line, destination + dst.length, quoted, base + 5);
  if (transport < 0 || one.family === 0 || one.family !== two.family) return false;
  const ports = one.port >= 0 && two.port >= 0;
  quoted[base] = transport | (one.family === 6 ? quotedBit.v6 : 0) | (ports ? quotedBit.hasPorts : 0);
  quoted[base + 9] = ports ? (one.port << 16) | two.port : 0;
  return true;
}
