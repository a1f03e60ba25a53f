/*
 * struct nlmsghdr, linux/netlink.h (man 7 netlink): before every message, all in the machine's order.
 *
 *   0  u32  nlmsg_len    with this header, without the padding behind it
 *   4  u16  nlmsg_type   1 NOOP, 2 ERROR, 3 DONE, 4 OVERRUN; from 16 on the family's own
 *   6  u16  nlmsg_flags
 *   8  u32  nlmsg_seq
 *  12  u32  nlmsg_pid    the receiver's port id in answers
 *  16       payload, then zeros up to a multiple of 4
 */
import { Reader, Writer } from '../bytes/index.ts';

const headerSize = 16;

export const messageType = { noop: 1, error: 2, done: 3, overrun: 4, lowestOfFamily: 16 } as const;

export const messageFlag = { request: 0x1, multi: 0x2, dumpInterrupted: 0x10, dump: 0x300 } as const;

export interface NetlinkHeader {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  readonly portId: number;
}

export interface NetlinkMessage extends NetlinkHeader {
  /** Reads the received bytes themselves: valid until the next datagram. */
  readonly payload: Reader;
}

export const encodeMessage = (header: NetlinkHeader, payload: Uint8Array): Uint8Array =>
  new Writer(Math.ceil((headerSize + payload.length) / 4) * 4, 'nlmsghdr')
    .u32(headerSize + payload.length)
    .u16(header.type)
    .u16(header.flags)
    .u32(header.sequence)
    .u32(header.portId)
    .bytes(payload)
    .done();

/** The messages of a datagram up to the first damage, and what the damage was. */
export interface MessageChain {
  readonly messages: readonly NetlinkMessage[];
  readonly damage: string | null;
}

/** Takes a datagram apart; a length that cannot be ends the chain and is told, never thrown. */
export function decodeMessages(datagram: Uint8Array): MessageChain {
  const reader = new Reader(datagram, 'a netlink datagram');
  const messages: NetlinkMessage[] = [];
  while (reader.remaining > 0) {
    const at = reader.position;
    if (reader.remaining < headerSize) return { messages, damage: `the header at ${at} is cut off` };
    const size = reader.u32() - headerSize;
    if (size < 0) return { messages, damage: `the message at ${at} says that it is shorter than its header` };
    const [type, flags, sequence, portId] = [reader.u16(), reader.u16(), reader.u32(), reader.u32()];
    if (size > reader.remaining) return { messages, damage: `the message at ${at} is cut off` };
    messages.push({ type, flags, sequence, portId, payload: reader.within(size, 'a netlink message') });
    reader.align(4);
  }
  return { messages, damage: null };
}
