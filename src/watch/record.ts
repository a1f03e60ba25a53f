/*
 * The normalised record of one packet, the same for every input: 24 words of 32 bits in a Uint32Array, beside it the
 * time (Float64, microseconds since 1970 UTC) and, where there is one, the first 64 bytes of the payload.
 *
 *  word  holds
 *   0    known: which of the fields below the input gave (bits of `known`); what is not known there holds rubbish
 *   1    shape: protocol (bits 0-7), IPv6 (8), action + 1 (bits 9-10: 0 unknown, 1 blocked, 2 allowed), `shape` bits
 *   2-5  source address; IPv4 in word 2 alone (host order), words 3-5 then hold rubbish
 *   6-9  destination address, likewise
 *  10    ports: source << 16 | destination. For ICMP: type << 8 | code
 *  11    ip: identification << 16 | ttl << 8 | tos
 *  12    TCP sequence; for an ICMP echo: identifier << 16 | sequence
 *  13    TCP acknowledgement
 *  14    tcp: window << 16 | header length in words << 12 | flags (bits 0-8: FIN SYN RST PSH ACK URG ECE CWR NS)
 *  15    length of the IP packet << 16 | the IPv4 fragment word (bit 14 = DF, 13 = MF, 0-12 = offset)
 *  16    TCP option kinds in order, one octal digit each from the lowest, at most 10 (`optionKind`), 0 ends
 *  17    MSS << 16 | window scale << 8 | option bits (`optionBit`)
 *  18    TCP timestamp value
 *  19    TCP timestamp echo
 *  20    packets that this record stands for
 *  21    interface, an index into the batch's `interfaces`; 0 = unknown
 *  22    number of the packet or line in its input, from 1, modulo 2^32
 *  23    payload: its true length << 8 (at most 0xffffff) | bytes kept in `payloads` (0-64)
 *
 * An ICMP error has its quoted packet in `quoted`, 12 words a record: protocol | IPv6 << 8 | ports known << 9, source
 * (4 words), destination (4 words), ports, 2 unused.
 */
import * as at from './record-words.ts';

export const stride = 24;
export const quotedStride = 12;
export const payloadStride = 64;

/** For every-packet code `record-words.ts` has them as constants. */
export const word = {
  known: at.atKnown,
  shape: at.atShape,
  source: at.atSource,
  destination: at.atDestination,
  ports: at.atPorts,
  ip: at.atIp,
  sequence: at.atSequence,
  acknowledgement: at.atAcknowledgement,
  tcp: at.atTcp,
  length: at.atLength,
  optionKinds: at.atOptionKinds,
  optionValues: at.atOptionValues,
  timestamp: at.atTimestamp,
  timestampEcho: at.atTimestampEcho,
  packets: at.atPackets,
  interface: at.atInterface,
  ordinal: at.atOrdinal,
  payload: at.atPayload,
} as const;

/** Bits of word 0. Addresses and protocol are always known: without them there is no record. */
export const known = {
  time: 1 << 0,
  ports: 1 << 1,
  ttl: 1 << 2,
  tos: 1 << 3,
  ipId: 1 << 4,
  length: 1 << 5,
  /** The fragment word. */
  fragment: 1 << 6,
  sequence: 1 << 7,
  acknowledgement: 1 << 8,
  flags: 1 << 9,
  window: 1 << 10,
  headerLength: 1 << 11,
  /** Which options, in order. */
  optionKinds: 1 << 12,
  /** Their values too: word 17 and, where there is one, the timestamp. */
  optionValues: 1 << 13,
  icmp: 1 << 14,
  echo: 1 << 15,
  payloadLength: 1 << 16,
  /** The payload's first bytes; where its true length is 0 there are none. */
  payload: 1 << 17,
  quoted: 1 << 18,
} as const;

/** Bits of word 1. */
export const shape = {
  v6: 1 << 8,
  /** Both of these: audited, which is written before the rules decide; a packet that they block gets a second line. */
  blocked: 1 << 9,
  allowed: 1 << 10,
  /** A fragment behind the first: it has no transport header. */
  laterFragment: 1 << 11,
  /** It came out of a tunnel. */
  tunnelled: 1 << 12,
  /** The capture cut it inside its headers, or its lengths lie: fields behind the cut are unknown. */
  cut: 1 << 13,
  /** Live: this host sent it. */
  outgoing: 1 << 14,
} as const;

/** Bits of a quoted packet's word 0, above its protocol. */
export const quotedBit = {
  v6: 1 << 8,
  hasPorts: 1 << 9,
} as const;

export const tcpFlag = {
  fin: 1,
  syn: 2,
  rst: 4,
  psh: 8,
  ack: 16,
  urg: 32,
  ece: 64,
  cwr: 128,
  ns: 256,
} as const;

export const dontFragment = 1 << 14;

/** Digits of word 16. */
export const optionKind = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackOk: 4,
  timestamp: 5,
  md5: 6,
  other: 7,
} as const;

/** Low bits of word 17. */
export const optionBit = {
  hasMss: 1,
  hasWindowScale: 2,
  hasTimestamp: 4,
  /** More than ten options, or a length that lies: what follows was not read. */
  more: 8,
} as const;

export const protocol = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  icmpv6: 58,
  sctp: 132,
} as const;

/** Takes the records of a batch; it must not keep them: the batch is used again. */
export type BatchSink = (batch: Batch) => void;

/**
 * Room for records, filled by a reader and handed to a sink when full. The arrays are public because the packet path
 * writes them straight; everyone else reads records through `probeAt`.
 */
export class Batch {
  readonly capacity: number;
  readonly words: Uint32Array;
  readonly times: Float64Array;
  readonly payloads: Uint8Array;
  readonly quoted: Uint32Array;
  /** Names of interfaces; 0 is the unknown one. A reader may add names, never change them. */
  readonly interfaces: string[];
  size = 0;

  constructor(capacity = 1024, interfaces: string[] = ['']) {
    this.capacity = capacity;
    this.interfaces = interfaces;
    this.words = new Uint32Array(capacity * stride);
    this.times = new Float64Array(capacity);
    this.payloads = new Uint8Array(capacity * payloadStride);
    this.quoted = new Uint32Array(capacity * quotedStride);
  }
}
