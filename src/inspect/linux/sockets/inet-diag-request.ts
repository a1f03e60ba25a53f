/*
 * struct inet_diag_req_v2, linux/inet_diag.h (man 7 sock_diag): which internet sockets to list.
 *
 *   0  u8     sdiag_family    AF_INET 2, AF_INET6 10
 *   1  u8     sdiag_protocol  IP protocol
 *   2  u8     idiag_ext       one bit for each extension wanted: bit n asks for attribute n + 1
 *   3  u8     pad             for raw sockets their protocol
 *   4  u32    idiag_states    one bit a state
 *   8  struct inet_diag_sockid, here only a filter:
 *      8  be16     idiag_sport   local port, 0 = every
 *     10  be16     idiag_dport
 *     12  16 byte  idiag_src
 *     28  16 byte  idiag_dst
 *     44  u32      idiag_if
 *     48  u32[2]   idiag_cookie
 *  56  end
 */
import { Reader, Writer } from '../../../bytes/index.ts';

export const requestSize = 56;

/** SOCK_DIAG_BY_FAMILY (linux/sock_diag.h): the message type of requests and answers. */
export const sockDiagByFamily = 20;

export const addressFamily = { inet: 2, inet6: 10, packet: 17 } as const;

/** Bit of INET_DIAG_SKMEMINFO, attribute 7. */
export const wantMemory = 1 << 6;

export interface InetDiagRequest {
  readonly family: number;
  readonly protocol: number;
  readonly extensions: number;
  readonly states: number;
  /** Only sockets of this local port; 0 for all. */
  readonly localPort: number;
}

export const encodeInetDiagRequest = (request: InetDiagRequest): Uint8Array =>
  new Writer(requestSize, 'inet_diag_req_v2')
    .u8(request.family)
    .u8(request.protocol)
    .u8(request.extensions)
    .skip(1)
    .u32(request.states)
    .u16be(request.localPort)
    .done();

/** @throws ReeveError `MESSAGE_MALFORMED` on fewer than 56 bytes */
export function decodeInetDiagRequest(reader: Reader): InetDiagRequest {
  const body = reader.within(requestSize, 'inet_diag_req_v2');
  const [family, protocol, extensions] = [body.u8(), body.u8(), body.u8()];
  body.skip(1);
  return { family, protocol, extensions, states: body.u32(), localPort: body.u16be() };
}
