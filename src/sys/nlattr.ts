/*
 * struct nlattr, linux/netlink.h: one attribute behind a message's fixed part, in the machine's order.
 *
 *   0  u16  nla_len    with this header, without the padding behind it
 *   2  u16  nla_type   the two highest bits are flags (nested, network order)
 *   4       payload, then zeros up to a multiple of 4
 */
import { type Reader, Writer } from '../bytes/index.ts';
import { fail } from '../core/errors.ts';

const headerSize = 4;
const typeMask = 0x3fff;

/**
 * Calls `take` with each attribute up to the end of `reader`; the payload is a view.
 * @throws ReeveError `MESSAGE_MALFORMED` where an attribute does not fit
 */
export function eachAttribute(reader: Reader, take: (type: number, payload: Reader) => void): void {
  while (reader.remaining > 0) {
    const size = reader.u16();
    const type = reader.u16() & typeMask;
    if (size < headerSize) {
      throw fail('MESSAGE_MALFORMED', {
        asked: `the netlink attribute ${type}`,
        found: `it says that it is ${size} bytes long, which is shorter than its header`,
      });
    }
    take(type, reader.within(size - headerSize, `netlink attribute ${type}`));
    reader.align(4);
  }
}

export const encodeAttribute = (type: number, payload: Uint8Array): Uint8Array =>
  new Writer(Math.ceil((headerSize + payload.length) / 4) * 4, 'nlattr')
    .u16(headerSize + payload.length)
    .u16(type)
    .bytes(payload)
    .done();
