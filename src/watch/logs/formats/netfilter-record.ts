import { known, protocol, shape, tcpFlag, word } from '../../record.ts';
import type { Context } from '../format.ts';
import { outcome } from '../outcome.ts';
import { lengthTells, type Records } from '../records.ts';
import { slot } from './netfilter-keys.ts';
import type { NetfilterOptions } from './netfilter-options.ts';

/** What a line gave, by slot. */
export interface NetfilterFields {
  readonly values: Uint32Array;
  readonly seen: number;
  readonly flags: number;
  readonly fragmentFlags: number;
  readonly transport: number;
  readonly v6: boolean;
  readonly outgoing: boolean;
  readonly quoted: boolean;
  readonly options: NetfilterOptions;
}

const addresses = (1 << slot.source) | (1 << slot.destination);
const ports = (1 << slot.sourcePort) | (1 << slot.destinationPort);
const types = (1 << slot.type) | (1 << slot.code);
const echo = (1 << slot.echoId) | (1 << slot.sequence);
const udpLite = 136;
const udpHeader = 8;
/** The lowest of the reserved bits, as RES shows them. */
const nonceSum = 0x04;

/** Makes the record of a line's fields; a reason where they are not whole. */
export function composeRecord(
  fields: NetfilterFields,
  records: Records,
  context: Context,
  action: number,
  packets: number,
  iface: number,
): number {
  const { seen, transport } = fields;
  if ((seen & addresses) !== addresses) {
    return (seen & addresses) === 0 ? outcome.noAddresses : outcome.cut;
  }
  if ((seen & (1 << slot.protocol)) === 0) return outcome.cut;
  let form = transport | (action << 9);
  if (fields.v6) form |= shape.v6;
  if (fields.outgoing) form |= shape.outgoing;
  if ((seen & (1 << slot.incomplete)) !== 0) form |= shape.cut;
  if ((seen & (1 << slot.fragment)) !== 0 && fields.values[slot.fragment] !== 0) form |= shape.laterFragment;
  if (isCut(seen, transport, form)) return outcome.cut;
  let bits = networkFields(fields, records);
  if (transport === protocol.tcp) bits |= tcpFields(fields, records, form);
  else if (transport === protocol.icmp || transport === protocol.icmpv6) bits |= icmpFields(fields, records);
  else if ((seen & ports) === ports) bits |= portFields(fields, records);
  if (transport === protocol.udp || transport === udpLite) bits |= udpFields(fields, records);
  if (fields.quoted) bits |= known.quoted;
  context.clock.used();
  records.commit(bits, form, context.clock.time, packets, iface, context.ordinal);
  return outcome.record;
}

/** The last key of each protocol; without it the line was cut, and the number before may have lost digits. */
function isCut(seen: number, transport: number, form: number): boolean {
  if ((form & (shape.cut | shape.laterFragment)) !== 0) return false;
  switch (transport) {
    case protocol.tcp:
      return (seen & (1 << slot.urgent)) === 0;
    case protocol.udp:
    case udpLite:
      return (seen & (1 << slot.udpLength)) === 0;
    case protocol.icmp:
    case protocol.icmpv6:
      return (seen & (1 << slot.code)) === 0;
    default:
      return false;
  }
}

function networkFields(fields: NetfilterFields, records: Records): number {
  const { values, seen, v6 } = fields;
  const { words, base } = records;
  let bits = 0;
  let ip = 0;
  let length = 0;
  if ((seen & (1 << slot.ttl)) !== 0) {
    ip |= ((values[slot.ttl] as number) & 0xff) << 8;
    bits |= known.ttl;
  }
  if (v6) {
    if ((seen & (1 << slot.trafficClass)) !== 0) {
      ip |= (values[slot.trafficClass] as number) & 0xff;
      bits |= known.tos;
    }
  } else {
    if ((seen & (1 << slot.tos)) !== 0 && (seen & (1 << slot.precedence)) !== 0) {
      ip |= ((values[slot.tos] as number) | (values[slot.precedence] as number)) & 0xff;
      bits |= known.tos;
    }
    if ((seen & (1 << slot.id)) !== 0) {
      ip |= (values[slot.id] as number) << 16;
      length =
        fields.fragmentFlags |
        ((values[slot.fragment] as number) & ((seen & (1 << slot.fragment)) === 0 ? 0 : 0x1fff));
      bits |= known.ipId | known.fragment;
    }
  }
  if ((seen & (1 << slot.length)) !== 0 && (values[slot.length] as number) <= 0xffff) {
    length |= (values[slot.length] as number) << 16;
    bits |= known.length;
  }
  words[base + word.ip] = ip;
  words[base + word.length] = length;
  words[base + word.payload] = 0;
  return bits;
}

function portFields(fields: NetfilterFields, records: Records): number {
  const source = fields.values[slot.sourcePort] as number;
  const destination = fields.values[slot.destinationPort] as number;
  if (source > 0xffff || destination > 0xffff) return 0;
  records.words[records.base + word.ports] = (source << 16) | destination;
  return known.ports;
}

function tcpFields(fields: NetfilterFields, records: Records, form: number): number {
  const { values, seen, options } = fields;
  const { words, base } = records;
  let bits = (seen & ports) === ports ? portFields(fields, records) : 0;
  let tcp = 0;
  if ((seen & (1 << slot.sequence)) !== 0) {
    words[base + word.sequence] = values[slot.sequence] as number;
    bits |= known.sequence;
  }
  if ((seen & (1 << slot.acknowledgement)) !== 0) {
    words[base + word.acknowledgement] = values[slot.acknowledgement] as number;
    bits |= known.acknowledgement;
  }
  if ((seen & (1 << slot.window)) !== 0) {
    tcp |= (values[slot.window] as number) << 16;
    bits |= known.window;
  }
  if ((seen & (1 << slot.urgent)) !== 0) {
    tcp |= fields.flags;
    if ((seen & (1 << slot.reserved)) !== 0 && ((values[slot.reserved] as number) & nonceSum) !== 0)
      tcp |= tcpFlag.ns;
    bits |= known.flags;
  }
  words[base + word.tcp] = tcp;
  if ((form & (shape.cut | shape.laterFragment)) !== 0 || (fields.fragmentFlags & (1 << 13)) !== 0)
    return bits;
  return options.tcp >= 0 ? bits | optionFields(fields, records, tcp) : bits | lengthTells(words, base, form);
}

/** With its options the length of the header is known; that nothing follows it only where IP's header had none. */
function optionFields({ options, v6 }: NetfilterFields, { words, base }: Records, tcp: number): number {
  const header = 20 + options.tcp;
  // Options fill whole words: others were cut by whoever wrote the line.
  if (header % 4 !== 0) return 0;
  words[base + word.tcp] = tcp | ((header >> 2) << 12);
  options.decode(words, base);
  const length = (words[base + word.length] as number) >>> 16;
  const bare = length === header + (v6 ? 40 : 20);
  return known.headerLength | known.optionKinds | known.optionValues | (bare ? known.payloadLength : 0);
}

function udpFields(fields: NetfilterFields, records: Records): number {
  const length = fields.values[slot.udpLength] as number;
  if ((fields.seen & (1 << slot.udpLength)) === 0 || length < udpHeader || length > 0xffff) return 0;
  records.words[records.base + word.payload] = (length - udpHeader) << 8;
  return known.payloadLength;
}

function icmpFields(fields: NetfilterFields, records: Records): number {
  const { values, seen } = fields;
  const { words, base } = records;
  let bits = 0;
  if ((seen & types) === types) {
    words[base + word.ports] =
      (((values[slot.type] as number) & 0xff) << 8) | ((values[slot.code] as number) & 0xff);
    bits |= known.icmp;
  }
  if ((seen & echo) === echo) {
    words[base + word.sequence] =
      ((values[slot.echoId] as number) << 16) | ((values[slot.sequence] as number) & 0xffff);
    bits |= known.echo;
  }
  return bits;
}
