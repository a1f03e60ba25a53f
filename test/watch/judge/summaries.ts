import type { Probe } from '../../../src/core/probe.ts';
import { type Sign, sign, signCount, pairSignCount } from '../../../src/watch/fingerprints/sign-bits.ts';
import { type SourceSummary, type TcpShape, tcpShapes } from '../../../src/watch/source-summary.ts';

/** Small builders of probes and of the summaries that a table would make of them. */

/** 2026-11-21 00:00:00 UTC. */
export const midnight = 1_795_219_200_000_000;

/** A SYN of an ordinary kernel, where nothing else is said. */
export const probe = (fields: Partial<Probe> = {}): Probe => ({
  at: midnight,
  source: '198.51.100.7',
  destination: '192.0.2.1',
  protocol: 'tcp',
  sourcePort: 40_000,
  destinationPort: 80,
  ttl: 52,
  tos: 0,
  ipId: 1,
  length: 60,
  dontFragment: true,
  sequence: 0x1234_5678,
  acknowledgement: 0,
  flags: 'S',
  window: 64_240,
  headerLength: 40,
  options: ['mss 1460', 'sackOK', 'TS 1 0', 'nop', 'wscale 7'],
  icmp: null,
  echo: null,
  payloadLength: 0,
  payload: '',
  quoted: null,
  interface: null,
  action: null,
  packets: 1,
  ordinal: 1,
  ...fields,
});

export const udp = (fields: Partial<Probe> = {}): Probe =>
  probe({
    protocol: 'udp',
    sequence: null,
    acknowledgement: null,
    flags: null,
    window: null,
    headerLength: null,
    options: null,
    ...fields,
  });

export const echo = (fields: Partial<Probe> = {}): Probe =>
  udp({
    protocol: 'icmp',
    sourcePort: null,
    destinationPort: null,
    icmp: { type: 8, code: 0 },
    echo: { id: 7, sequence: 0 },
    ...fields,
  });

/** `many(3, (i) => ...)` */
export const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export interface Extra extends Partial<Omit<SourceSummary, 'signs'>> {
  readonly signs?: Partial<Record<Sign, number>>;
}

/** What the tables would tell of these probes of one source; `extra` overrides. */
export function summaryOf(probes: readonly Probe[], extra: Extra = {}): SourceSummary {
  const { signs, ...rest } = extra;
  const [head] = probes;
  const times = probes.flatMap(({ at }) => at ?? []).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / 1e6);
  const distinct = (key: (one: Probe) => unknown): number => new Set(probes.map(key)).size;
  const ports = new Map<number, number>();
  for (const { destinationPort: port } of probes)
    if (port !== null) ports.set(port, (ports.get(port) ?? 0) + 1);
  const targets = Array.from(new Set(probes.map(({ destination }) => destination)));
  const ttls = probes.flatMap(({ ttl }) => ttl ?? []);
  const shapes = Object.fromEntries(tcpShapes.map((shape) => [shape, 0])) as Record<TcpShape, number>;
  for (const one of probes) if (one.protocol === 'tcp') shapes[shapeOf(one.flags ?? '')] += 1;
  return {
    address: head?.source ?? '198.51.100.7',
    protocol: head?.protocol ?? 'tcp',
    packets: probes.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    ports: {
      count: ports.size,
      exact: true,
      top: Array.from(ports, ([port, packets]) => ({ port, packets })).slice(0, 10),
    },
    targets: { count: targets.length, exact: true, top: targets.slice(0, 10) },
    pairs: { count: distinct((one) => `${one.destination} ${one.destinationPort}`), exact: true },
    retries:
      probes.length -
      distinct((one) => `${one.destination} ${one.destinationPort} ${one.sourcePort} ${one.echo?.sequence}`),
    sourcePorts: { count: distinct(({ sourcePort }) => sourcePort), exact: true },
    shapes,
    answered: { accepted: 0, refused: 0 },
    toServices: 0,
    medianGap: gaps.length < 2 ? null : (gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? null),
    ttl: ttls.length === 0 ? null : { low: Math.min(...ttls), high: Math.max(...ttls) },
    signs: many(signCount, (bit) => signs?.[signNames[bit] as Sign] ?? 0),
    pairSigns: many(pairSignCount, () => 0),
    signsTried: probes.length,
    pairsTried: Math.max(0, probes.length - 1),
    fieldsAll: 0x1ffff,
    fieldsAny: 0x1ffff,
    shared: null,
    samples: probes.slice(0, 16),
    near: false,
    ...rest,
  };
}

const signNames = Object.fromEntries(Object.entries(sign).map(([name, bit]) => [bit, name]));

function shapeOf(flags: string): TcpShape {
  const shapes: Readonly<Record<string, TcpShape>> = {
    S: 'syn',
    SA: 'syn-ack',
    A: 'ack',
    F: 'fin',
    '': 'null',
    FPU: 'xmas',
    R: 'rst',
  };
  return shapes[flags] ?? 'other';
}

/** `192.0.2.N` and on through 198.18/15, all different. */
export const address = (index: number): string =>
  `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
