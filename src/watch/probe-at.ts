import { formatIPv4, formatIPv6 } from '../core/address.ts';
import type { Probe, ProbeAction, ProbeProtocol, QuotedPacket } from '../core/probe.ts';
import { optionsText } from './option-text.ts';
import {
  type Batch,
  dontFragment,
  known,
  payloadStride,
  protocol,
  quotedBit,
  quotedStride,
  shape,
  stride,
  word,
} from './record.ts';

const actions: readonly (ProbeAction | null)[] = [null, 'blocked', 'allowed', null];
const flagLetters = ['F', 'S', 'R', 'P', 'A', 'U', 'E', 'C', 'N'];

/** A record of a batch in its plain form. */
export function probeAt(batch: Batch, index: number): Probe {
  const at = index * stride;
  return probeOf(
    batch.words,
    at,
    batch.times[index] ?? Number.NaN,
    batch.payloads,
    index * payloadStride,
    batch.quoted,
    index * quotedStride,
    batch.interfaces[batch.words[at + word.interface] ?? 0] ?? null,
  );
}

/** The same of a record that was copied elsewhere; what was not copied along is unknown then. */
export function probeOf(
  words: Uint32Array,
  at: number,
  time: number,
  payload: Uint8Array,
  payloadAt: number,
  quoted: Uint32Array | null,
  quotedAt: number,
  interfaceName: string | null,
): Probe {
  const of = (index: number): number => words[at + index] ?? 0;
  const has = of(word.known);
  const form = of(word.shape);
  const v6 = (form & shape.v6) !== 0;
  const known32 = (bit: number, index: number): number | null => ((has & bit) === 0 ? null : of(index));
  const field = (bit: number, index: number, shift: number, mask: number): number | null =>
    (has & bit) === 0 ? null : (of(index) >>> shift) & mask;
  const echo = known32(known.echo, word.sequence);
  const fragment = v6 ? null : field(known.fragment, word.length, 0, 0xffff);
  const icmp = known32(known.icmp, word.ports);
  return {
    at: (has & known.time) === 0 || Number.isNaN(time) ? null : time,
    source: addressText(words, at + word.source, v6),
    destination: addressText(words, at + word.destination, v6),
    protocol: protocolName(form & 0xff),
    sourcePort: field(known.ports, word.ports, 16, 0xffff),
    destinationPort: field(known.ports, word.ports, 0, 0xffff),
    ttl: field(known.ttl, word.ip, 8, 0xff),
    tos: field(known.tos, word.ip, 0, 0xff),
    ipId: field(known.ipId, word.ip, 16, 0xffff),
    length: field(known.length, word.length, 16, 0xffff),
    dontFragment: fragment === null ? null : (fragment & dontFragment) !== 0,
    sequence: known32(known.sequence, word.sequence),
    acknowledgement: known32(known.acknowledgement, word.acknowledgement),
    flags: (has & known.flags) === 0 ? null : flagsText(of(word.tcp) & 0x1ff),
    window: field(known.window, word.tcp, 16, 0xffff),
    headerLength: (has & known.headerLength) === 0 ? null : ((of(word.tcp) >>> 12) & 0xf) * 4,
    options: optionsText(words, at),
    icmp: icmp === null ? null : { type: (icmp >>> 8) & 0xff, code: icmp & 0xff },
    echo: echo === null ? null : { id: echo >>> 16, sequence: echo & 0xffff },
    payloadLength: field(known.payloadLength, word.payload, 8, 0xffffff),
    payload: (has & known.payload) === 0 ? null : payloadText(payload, payloadAt, of(word.payload) & 0xff),
    quoted: (has & known.quoted) === 0 || quoted === null ? null : quotedAtWord(quoted, quotedAt),
    interface: interfaceName === '' ? null : interfaceName,
    action: actions[(form >>> 9) & 3] ?? null,
    packets: of(word.packets),
    ordinal: of(word.ordinal),
  };
}

/** The address whose first word stands at `at`. */
export function addressText(words: Uint32Array, at: number, v6: boolean): string {
  const octets: number[] = [];
  for (let index = at; index < at + (v6 ? 4 : 1); index++) {
    const value = words[index] ?? 0;
    octets.push(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  }
  return v6 ? formatIPv6(octets) : formatIPv4(octets);
}

export function protocolName(number: number): ProbeProtocol {
  switch (number) {
    case protocol.tcp:
      return 'tcp';
    case protocol.udp:
      return 'udp';
    case protocol.icmp:
      return 'icmp';
    case protocol.icmpv6:
      return 'icmpv6';
    case protocol.sctp:
      return 'sctp';
    case protocol.dccp:
      return 'dccp';
    default:
      return `proto-${number}`;
  }
}

const flagsText = (flags: number): string =>
  flagLetters.filter((_, bit) => (flags & (1 << bit)) !== 0).join('');

/** Null where the bytes were not copied along with the record. */
function payloadText(payload: Uint8Array, at: number, kept: number): string | null {
  if (at + kept > payload.length) return null;
  let text = '';
  for (let index = at; index < at + kept; index++)
    text += (payload[index] ?? 0).toString(16).padStart(2, '0');
  return text;
}

function quotedAtWord(quoted: Uint32Array, at: number): QuotedPacket {
  const head = quoted[at] ?? 0;
  const v6 = (head & quotedBit.v6) !== 0;
  const ports = (head & quotedBit.hasPorts) === 0 ? null : (quoted[at + 9] ?? 0);
  return {
    source: addressText(quoted, at + 1, v6),
    destination: addressText(quoted, at + 5, v6),
    protocol: protocolName(head & 0xff),
    sourcePort: ports === null ? null : ports >>> 16,
    destinationPort: ports === null ? null : ports & 0xffff,
  };
}
