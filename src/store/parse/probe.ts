import { type Probe, probeActions, type ProbeProtocol, type QuotedPacket } from '../../core/probe.ts';
import {
  count,
  finite,
  flag,
  list,
  object,
  oneOf,
  orNull,
  portNumber,
  type Reader,
  text,
  whole,
} from './check.ts';

const named = ['tcp', 'udp', 'sctp', 'dccp', 'icmp', 'icmpv6'] as const;

export const protocol: Reader<ProbeProtocol> = (value) => {
  const name = text(value);
  return /^proto-\d{1,3}$/.test(name) ? (name as ProbeProtocol) : oneOf(named)(name);
};

const quoted = object<QuotedPacket>({
  source: text,
  destination: text,
  protocol,
  sourcePort: orNull(portNumber),
  destinationPort: orNull(portNumber),
});

export const probe = object<Probe>({
  at: orNull(finite),
  source: text,
  destination: text,
  protocol,
  sourcePort: orNull(portNumber),
  destinationPort: orNull(portNumber),
  ttl: orNull(count),
  tos: orNull(count),
  ipId: orNull(count),
  length: orNull(count),
  dontFragment: orNull(flag),
  sequence: orNull(count),
  acknowledgement: orNull(count),
  flags: orNull(text),
  window: orNull(count),
  headerLength: orNull(count),
  options: orNull(list(text)),
  icmp: orNull(object({ type: count, code: count })),
  echo: orNull(object({ id: count, sequence: count })),
  payloadLength: orNull(count),
  payload: orNull(text),
  quoted: orNull(quoted),
  interface: orNull(text),
  action: orNull(oneOf(probeActions)),
  packets: count,
  ordinal: whole,
});
