/*
 * /proc/net/{tcp,udp,udplite,raw} and their IPv6 twins (man 5 proc_pid_net; net/ipv4/tcp_ipv4.c): one line a
 * socket after one line of titles, fields parted by blanks:
 *
 *   sl: local:port peer:port state tx:rx timer:when retransmits uid timeout inode references pointer [more]
 *
 * An address is one (IPv4) or four (IPv6) words of the machine's order, in hex; a port is hex; for raw sockets
 * the "port" is the IP protocol. UDP and raw lines end with the number of dropped packets.
 */
import { decoding, nativeLittleEndian } from '../../../bytes/index.ts';
import type { Result } from '../../../core/result.ts';
import { formatIPv4, formatIPv6 } from '../../../core/address.ts';
import { fail } from '../../../core/errors.ts';

export interface ProcInetLine {
  readonly address: string;
  readonly port: number;
  readonly peerAddress: string;
  readonly peerPort: number;
  readonly state: number;
  readonly receiveQueue: number;
  readonly uid: number;
  readonly inode: number;
  /** null for TCP, whose lines do not tell. */
  readonly drops: number | null;
}

const end = String.raw`([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})`;
const shape = new RegExp(
  String.raw`^ *\d+: ${end} ${end} ([0-9A-F]{2}) [0-9A-F]{8}:([0-9A-F]{8}) [0-9A-F]{2}:[0-9A-F]+ [0-9A-F]{8} +(\d+) +\d+ +(\d+) \d+ \S+(?: (\d+) *$)?`,
);

/** One line, or why it could not be read; the line of titles is no line. */
export const parseProcInetLine = (line: string): Result<ProcInetLine> => decoding(() => parseLine(line));

function parseLine(line: string): ProcInetLine {
  const match = shape.exec(line);
  if (match === null) throw malformed(line);
  const [, local = '', port = '', peer = '', peerPort = '', state = '', queue = '', uid, inode, drops] =
    match;
  return {
    address: formatWords(local),
    port: Number.parseInt(port, 16),
    peerAddress: formatWords(peer),
    peerPort: Number.parseInt(peerPort, 16),
    state: Number.parseInt(state, 16),
    receiveQueue: Number.parseInt(queue, 16),
    uid: Number(uid),
    inode: Number(inode),
    drops: drops === undefined ? null : Number(drops),
  };
}

const malformed = (line: string): Error =>
  fail('MESSAGE_MALFORMED', { asked: 'a line of /proc/net', found: JSON.stringify(line.slice(0, 80)) });

/** `0100007F` of a little-endian machine to `127.0.0.1`. */
function formatWords(hex: string): string {
  const bytes = new Uint8Array(hex.length / 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 4) {
    view.setUint32(at, Number.parseInt(hex.slice(at * 2, at * 2 + 8), 16), nativeLittleEndian);
  }
  return bytes.length === 4 ? formatIPv4(bytes) : formatIPv6(bytes);
}
