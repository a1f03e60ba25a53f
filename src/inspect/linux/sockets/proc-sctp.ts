/*
 * /proc/net/sctp/eps (net/sctp/proc.c): one line an endpoint after one line of titles:
 *
 *   ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS
 *
 * SST is the socket's state (10 = listening), LADDRS its local addresses, IPv6 in eight full groups.
 */
import { isIP } from 'node:net';
import { formatIPv6 } from '../../../core/address.ts';
import { err, ok, type Result } from '../../../core/result.ts';

export interface ProcSctpLine {
  readonly state: number;
  readonly port: number;
  readonly uid: number;
  readonly inode: number;
  readonly addresses: readonly string[];
}

const shape = /^ *\S+ +\S+ +\d+ +(\d+) +\d+ +(\d+) +(\d+) +(\d+) +([0-9a-f.:* ]*)$/i;

export function parseProcSctpLine(line: string): Result<ProcSctpLine> {
  const match = shape.exec(line);
  if (match === null) return err(`a line of /proc/net/sctp/eps: ${JSON.stringify(line.slice(0, 80))}`);
  const [, state, port, uid, inode, addresses = ''] = match;
  return ok({
    state: Number(state),
    port: Number(port),
    uid: Number(uid),
    inode: Number(inode),
    addresses: addresses
      .split(' ')
      .map((address) => canonical(address.replace('*', '')))
      .filter((address) => isIP(address) !== 0),
  });
}

/** Eight full groups to the text of RFC 5952; an IPv4 address stays as it is. */
function canonical(address: string): string {
  if (!address.includes(':')) return address;
  const octets = address.split(':').flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return octets.length === 16 && !octets.includes(Number.NaN) ? formatIPv6(octets) : address;
}
