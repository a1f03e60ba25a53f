import { isPort } from '../../../core/port.ts';
import type { Span } from '../../../core/range.ts';
import { isTransport, type Transport, transports } from '../../../core/transport.ts';
import { anyPacket, type NatMatch, otherPorts } from './nat-rule.ts';

/**
 * The left sides of matches that say something about ports, addresses and transports, and the values beside them, in
 * nft's JSON form. libnftables-json(5).
 */
export type Field =
  | { readonly kind: 'port'; readonly transport: Transport | null }
  | { readonly kind: 'address'; readonly family: 4 | 6 }
  | { readonly kind: 'transport' }
  | { readonly kind: 'family' }
  /** Says nothing of interest: destination is local, state of the connection. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'other'; readonly text: string };

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The parts of a match's left side: one, or those of a `concat`. */
export function fieldsOfKey(key: unknown): readonly Field[] {
  const { concat } = fieldsOf(key);
  return Array.isArray(concat) ? concat.map(fieldOfKey) : [fieldOfKey(key)];
}

function fieldOfKey(key: unknown): Field {
  const { payload, meta, fib, ct } = fieldsOf(key);
  if (payload !== undefined) return payloadField(fieldsOf(payload));
  if (meta !== undefined) return metaField(textOf(fieldsOf(meta)['key']) ?? 'something');
  const { flags, result } = fieldsOf(fib);
  if (result === 'type' && [flags].flat().includes('daddr')) return { kind: 'ignored' };
  if (ct !== undefined) return { kind: 'ignored' };
  return { kind: 'other', text: Object.keys(fieldsOf(key))[0] ?? 'something' };
}

function payloadField({ protocol, field }: Fields): Field {
  if (field === 'dport') return { kind: 'port', transport: isTransport(protocol) ? protocol : null };
  if (field === 'daddr' && protocol === 'ip') return { kind: 'address', family: 4 };
  if (field === 'daddr' && protocol === 'ip6') return { kind: 'address', family: 6 };
  if (field === 'saddr') return { kind: 'other', text: 'from' };
  if (field === 'protocol' || field === 'nexthdr') return { kind: 'transport' };
  return { kind: 'other', text: `${textOf(protocol) ?? ''} ${textOf(field) ?? ''}`.trim() };
}

function metaField(key: string): Field {
  if (key === 'l4proto') return { kind: 'transport' };
  if (key === 'nfproto' || key === 'protocol') return { kind: 'family' };
  if (key === 'iifname' || key === 'iif') return { kind: 'other', text: 'arriving on' };
  return { kind: 'other', text: key };
}

const protocolNumbers: Readonly<Record<string, Transport>> = { 6: 'tcp', 17: 'udp', 33: 'dccp', 132: 'sctp' };

/** What a field's having one of these values means; null where no packet with a port can have them. */
export function matchOf(field: Field, values: readonly unknown[], negated: boolean): NatMatch | null {
  switch (field.kind) {
    case 'ignored':
      return anyPacket;
    case 'port':
      return portMatch(
        field.transport,
        values.map(spanOf).filter((span) => span !== null),
        negated,
      );
    case 'transport':
      return transportMatch(
        values.map(transportOf).filter((one) => one !== null),
        negated,
      );
    case 'family':
      return negated ? anyPacket : { ...anyPacket, family: familyOf(values[0]) };
    case 'address': {
      const words = values.map(wordOf);
      if (negated)
        return { ...anyPacket, family: field.family, conditions: [`not to ${words.join(' or ')}`] };
      return { ...anyPacket, family: field.family, addresses: words };
    }
    case 'other':
      break;
  }
  return {
    ...anyPacket,
    conditions: [`${negated ? 'not ' : ''}${field.text} ${values.map(wordOf).join(' or ')}`],
  };
}

function portMatch(transport: Transport | null, spans: readonly Span[], negated: boolean): NatMatch | null {
  const ports = negated ? otherPorts(spans) : spans;
  return ports.length === 0
    ? null
    : { ...anyPacket, transports: transport === null ? null : [transport], ports };
}

function transportMatch(named: readonly Transport[], negated: boolean): NatMatch | null {
  const left = negated ? transports.filter((one) => !named.includes(one)) : named;
  return left.length === 0 ? null : { ...anyPacket, transports: left };
}

/** A port number or `{range: [from, to]}`. */
export function spanOf(value: unknown): Span | null {
  if (isPort(value)) return { from: value, to: value };
  const { range } = fieldsOf(value);
  if (!Array.isArray(range)) return null;
  const [from, to]: readonly unknown[] = range;
  return isPort(from) && isPort(to) && from <= to ? { from, to } : null;
}

const transportOf = (value: unknown): Transport | null =>
  isTransport(value) ? value : (protocolNumbers[String(value)] ?? null);

const familyOf = (value: unknown): 4 | 6 | null => {
  if (value === 'ipv4' || value === 'ip' || value === 2) return 4;
  return value === 'ipv6' || value === 'ip6' || value === 10 ? 6 : null;
};

/** An address, prefix or span as text; other values by their JSON. */
export function wordOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const { prefix, range } = fieldsOf(value);
  const { addr, len } = fieldsOf(prefix);
  if (typeof addr === 'string' && typeof len === 'number') return `${addr}/${len}`;
  if (Array.isArray(range)) return range.map(wordOf).join('-');
  return (JSON.stringify(value) ?? '?').slice(0, 60);
}
