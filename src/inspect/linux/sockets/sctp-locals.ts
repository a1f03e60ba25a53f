/*
 * INET_DIAG_LOCALS of an SCTP socket: struct sockaddr_storage by struct sockaddr_storage, 128 bytes each
 * (man 3 sockaddr):
 *
 *   0  u16      family, in the machine's order: AF_INET 2, AF_INET6 10
 *   2  be16     port
 *   4  4 byte   sockaddr_in: address
 *   8  16 byte  sockaddr_in6: address
 */
import { type Reader, Writer } from '../../../bytes/index.ts';

const entrySize = 128;
const inet = 2;
const inet6 = 10;

/** The addresses, four or sixteen bytes each, copied; entries of other families are left out. */
export function decodeLocals(reader: Reader): readonly Uint8Array[] {
  const addresses: Uint8Array[] = [];
  while (reader.remaining > 0) {
    const entry = reader.within(entrySize, 'sockaddr_storage');
    const family = entry.u16();
    entry.skip(family === inet ? 2 : 6);
    if (family === inet) addresses.push(entry.bytes(4).slice());
    else if (family === inet6) addresses.push(entry.bytes(16).slice());
  }
  return addresses;
}

export function encodeLocals(addresses: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer(addresses.length * entrySize, 'sockaddr_storage');
  for (const address of addresses) {
    const four = address.length === 4;
    const before = four ? 2 : 6;
    writer
      .u16(four ? inet : inet6)
      .skip(before)
      .bytes(address);
    writer.skip(entrySize - 2 - before - address.length);
  }
  return writer.done();
}
