/*
 * /proc/net/packet (man 5 proc_pid_net; net/packet/af_packet.c): one line a socket after one line of titles:
 *
 *   sk RefCnt Type Proto Iface R Rmem User Inode
 *
 * Proto is an EtherType in hex, Iface the index of the interface it is bound to (0 = all), the others decimal.
 */
import type { Result } from '../../../core/result.ts';
import { err, ok } from '../../../core/result.ts';

export interface ProcPacketLine {
  readonly protocol: number;
  readonly interfaceIndex: number;
  readonly uid: number;
  readonly inode: number;
}

const shape = /^\S+ +\d+ +\d+ +([0-9a-f]{4}) +(\d+) +\d+ +\d+ +(\d+) +(\d+) *$/;

export function parseProcPacketLine(line: string): Result<ProcPacketLine> {
  const match = shape.exec(line);
  if (match === null) return err(`a line of /proc/net/packet: ${JSON.stringify(line.slice(0, 80))}`);
  const [, protocol = '', interfaceIndex, uid, inode] = match;
  return ok({
    protocol: Number.parseInt(protocol, 16),
    interfaceIndex: Number(interfaceIndex),
    uid: Number(uid),
    inode: Number(inode),
  });
}
