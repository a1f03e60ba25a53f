/*
 * struct packet_diag_req, linux/packet_diag.h: which packet sockets to list (always all of the namespace).
 *
 *   0  u8      sdiag_family    AF_PACKET 17
 *   1  u8      sdiag_protocol  0
 *   2  u16     pad
 *   4  u32     pdiag_ino       0
 *   8  u32     pdiag_show      1 INFO (interface, owner's uid), 16 MEMINFO
 *  12  u32[2]  pdiag_cookie
 *  20  end
 */
import { type Reader, Writer } from '../../../bytes/index.ts';
import { addressFamily } from './inet-diag-request.ts';

const requestSize = 20;

export const packetShow = { info: 0x1, memory: 0x10 } as const;

export const encodePacketDiagRequest = (show: number): Uint8Array =>
  new Writer(requestSize, 'packet_diag_req').u8(addressFamily.packet).skip(7).u32(show).done();

/** @throws ReeveError `MESSAGE_MALFORMED` on fewer than 20 bytes */
export function decodePacketDiagRequest(reader: Reader): { readonly family: number; readonly show: number } {
  const body = reader.within(requestSize, 'packet_diag_req');
  const family = body.u8();
  body.skip(7);
  return { family, show: body.u32() };
}
