/*
 * struct inet_diag_msg, linux/inet_diag.h: one internet socket, in the machine's order where not said.
 *
 *   0  u8       idiag_family
 *   1  u8       idiag_state
 *   2  u8       idiag_timer
 *   3  u8       idiag_retrans
 *   4  be16     idiag_sport      local port; a raw socket's IP protocol
 *   6  be16     idiag_dport
 *   8  16 byte  idiag_src        network order, IPv4 in the first four
 *  24  16 byte  idiag_dst
 *  40  u32      idiag_if         index of the interface it is bound to, 0 = none
 *  44  u32[2]   idiag_cookie     unique to the socket on this boot; taken as one opaque number
 *  52  u32      idiag_expires
 *  56  u32      idiag_rqueue     of a listening socket: connections waiting for accept
 *  60  u32      idiag_wqueue     of a listening socket: how many may wait
 *  64  u32      idiag_uid
 *  68  u32      idiag_inode
 *  72  attributes
 *
 * Attributes used:
 *   7  INET_DIAG_SKMEMINFO  u32[9], if asked for; word 8 counts the packets dropped (linux/sock_diag.h)
 *  11  INET_DIAG_SKV6ONLY   u8, IPv6 sockets only: 1 = takes no IPv4
 *  12  INET_DIAG_LOCALS     SCTP: all local addresses, each a sockaddr_storage of 128 bytes
 *  21  INET_DIAG_CGROUP_ID  u64, since Linux 5.8
 */
import { Reader, Writer } from '../../../bytes/index.ts';
import { eachAttribute, encodeAttribute } from '../../../sys/nlattr.ts';
import { decodeLocals, encodeLocals } from './sctp-locals.ts';

const fixedSize = 72;
const addressSize = 16;
const dropsWord = 8;
const attribute = { memory: 7, v6Only: 11, locals: 12, cgroup: 21 } as const;

export interface InetDiagMessage {
  readonly family: number;
  readonly state: number;
  readonly localPort: number;
  readonly peerPort: number;
  /** Sixteen bytes; a view into the message. */
  readonly local: Uint8Array;
  readonly peer: Uint8Array;
  readonly interfaceIndex: number;
  readonly cookie: bigint;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly uid: number;
  readonly inode: number;
  /** null where the kernel did not say. */
  readonly drops: number | null;
  readonly v6Only: boolean | null;
  readonly cgroupId: bigint | null;
  /** An SCTP socket's local addresses, four or sixteen bytes each; copies. */
  readonly locals: readonly Uint8Array[] | null;
}

type Attributes = Pick<InetDiagMessage, 'drops' | 'v6Only' | 'cgroupId' | 'locals'>;

/** @throws ReeveError `MESSAGE_MALFORMED` where the message or one of its attributes is cut off */
export function decodeInetDiagMessage(reader: Reader): InetDiagMessage {
  const body = reader.within(fixedSize, 'inet_diag_msg');
  const [family, state] = [body.u8(), body.u8()];
  body.skip(2);
  const [localPort, peerPort] = [body.u16be(), body.u16be()];
  const [local, peer] = [body.bytes(addressSize), body.bytes(addressSize)];
  const [interfaceIndex, cookie] = [body.u32(), body.u64()];
  body.skip(4);
  const [receiveQueue, sendQueue, uid, inode] = [body.u32(), body.u32(), body.u32(), body.u32()];
  const { drops, v6Only, cgroupId, locals } = decodeAttributes(reader);
  return {
    family,
    state,
    localPort,
    peerPort,
    local,
    peer,
    interfaceIndex,
    cookie,
    receiveQueue,
    sendQueue,
    uid,
    inode,
    drops,
    v6Only,
    cgroupId,
    locals,
  };
}

function decodeAttributes(reader: Reader): Attributes {
  let drops: number | null = null;
  let v6Only: boolean | null = null;
  let cgroupId: bigint | null = null;
  let locals: readonly Uint8Array[] | null = null;
  eachAttribute(reader, (type, payload) => {
    if (type === attribute.memory) drops = decodeDrops(payload);
    else if (type === attribute.v6Only) v6Only = payload.u8() !== 0;
    else if (type === attribute.cgroup) cgroupId = payload.u64();
    else if (type === attribute.locals) locals = decodeLocals(payload);
  });
  return { drops, v6Only, cgroupId, locals };
}

/** Kernels before 4.9 gave fewer words. Packet sockets carry the same table. */
export function decodeDrops(memory: Reader): number | null {
  if (memory.remaining < (dropsWord + 1) * 4) return null;
  memory.skip(dropsWord * 4);
  return memory.u32();
}

export const encodeDrops = (drops: number): Uint8Array =>
  new Writer((dropsWord + 1) * 4)
    .skip(dropsWord * 4)
    .u32(drops)
    .done();

/** The message as the kernel would write it, without the fields that are not read. */
export function encodeInetDiagMessage(message: InetDiagMessage): Uint8Array {
  const attributes: Uint8Array[] = [];
  const { drops, v6Only, cgroupId, locals } = message;
  if (drops !== null) attributes.push(encodeAttribute(attribute.memory, encodeDrops(drops)));
  if (v6Only !== null) attributes.push(encodeAttribute(attribute.v6Only, Uint8Array.of(v6Only ? 1 : 0)));
  if (cgroupId !== null)
    attributes.push(encodeAttribute(attribute.cgroup, new Writer(8).u64(cgroupId).done()));
  if (locals !== null) attributes.push(encodeAttribute(attribute.locals, encodeLocals(locals)));
  const writer = new Writer(
    fixedSize + attributes.reduce((sum, { length }) => sum + length, 0),
    'inet_diag_msg',
  );
  writer.u8(message.family).u8(message.state).skip(2).u16be(message.localPort).u16be(message.peerPort);
  writer.bytes(message.local).bytes(message.peer).u32(message.interfaceIndex);
  writer
    .u32(Number(message.cookie & 0xffff_ffffn))
    .u32(Number(message.cookie >> 32n))
    .skip(4);
  writer.u32(message.receiveQueue).u32(message.sendQueue).u32(message.uid).u32(message.inode);
  for (const one of attributes) writer.bytes(one);
  return writer.done();
}
