/*
 * struct packet_diag_msg, linux/packet_diag.h: one packet socket (man 7 packet).
 *
 *   0  u8      pdiag_family  AF_PACKET 17
 *   1  u8      pdiag_type    SOCK_RAW 3, SOCK_DGRAM 2
 *   2  u16     pdiag_num     EtherType in the machine's order, 3 = all
 *   4  u32     pdiag_ino
 *   8  u32[2]  pdiag_cookie
 *  16  attributes
 *
 * Attributes used:
 *   0  PACKET_DIAG_INFO     first word: index of the interface it is bound to, 0 = all
 *   5  PACKET_DIAG_UID      u32
 *   6  PACKET_DIAG_MEMINFO  u32[9], as INET_DIAG_SKMEMINFO
 */
import { type Reader, Writer } from '../../../bytes/index.ts';
import { eachAttribute, encodeAttribute } from '../../../sys/nlattr.ts';
import { decodeDrops, encodeDrops } from './inet-diag-message.ts';
import { addressFamily } from './inet-diag-request.ts';

const fixedSize = 16;
const infoSize = 24;
const attribute = { info: 0, uid: 5, memory: 6 } as const;

export interface PacketDiagMessage {
  readonly protocol: number;
  readonly inode: number;
  /** null where the kernel did not say. */
  readonly interfaceIndex: number | null;
  readonly uid: number | null;
  readonly drops: number | null;
}

/** @throws ReeveError `MESSAGE_MALFORMED` where the message or one of its attributes is cut off */
export function decodePacketDiagMessage(reader: Reader): PacketDiagMessage {
  const body = reader.within(fixedSize, 'packet_diag_msg');
  body.skip(2);
  const protocol = body.u16();
  const inode = body.u32();
  let interfaceIndex: number | null = null;
  let uid: number | null = null;
  let drops: number | null = null;
  eachAttribute(reader, (type, payload) => {
    if (type === attribute.info) interfaceIndex = payload.u32();
    else if (type === attribute.uid) uid = payload.u32();
    else if (type === attribute.memory) drops = decodeDrops(payload);
  });
  return { protocol, inode, interfaceIndex, uid, drops };
}

export function encodePacketDiagMessage(message: PacketDiagMessage): Uint8Array {
  const { protocol, inode, interfaceIndex, uid, drops } = message;
  const attributes: Uint8Array[] = [];
  if (interfaceIndex !== null) {
    attributes.push(encodeAttribute(attribute.info, new Writer(infoSize).u32(interfaceIndex).done()));
  }
  if (uid !== null) attributes.push(encodeAttribute(attribute.uid, new Writer(4).u32(uid).done()));
  if (drops !== null) attributes.push(encodeAttribute(attribute.memory, encodeDrops(drops)));
  const writer = new Writer(
    fixedSize + attributes.reduce((sum, { length }) => sum + length, 0),
    'packet_diag_msg',
  );
  writer.u8(addressFamily.packet).skip(1).u16(protocol).u32(inode).skip(8);
  for (const one of attributes) writer.bytes(one);
  return writer.done();
}
