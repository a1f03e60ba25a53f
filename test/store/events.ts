import * as fc from 'fast-check';
import {
  certainties,
  type Drops,
  type Flood,
  knockKinds,
  type KnockEvent,
  type Scan,
  type Victim,
} from '../../src/core/knock.ts';
import { type Probe, probeActions, type ProbeProtocol } from '../../src/core/probe.ts';

/** A time that all tests count from: 2026-11-21 00:00 UTC in microseconds. */
export const base = 1_795_219_200_000_000;
export const minute = 60_000_000;

export const aProbe = (more: Partial<Probe> = {}): Probe => ({
  at: base,
  source: '203.0.113.9',
  destination: '198.51.100.7',
  protocol: 'tcp',
  sourcePort: 41_000,
  destinationPort: 23,
  ttl: 240,
  tos: 0,
  ipId: 4711,
  length: 40,
  dontFragment: false,
  sequence: 3_325_256_711,
  acknowledgement: 0,
  flags: 'S',
  window: 1024,
  headerLength: 20,
  options: [],
  icmp: null,
  echo: null,
  payloadLength: 0,
  payload: null,
  quoted: null,
  interface: 'eth0',
  action: null,
  packets: 1,
  ordinal: 1,
  ...more,
});

export const aScan = (more: Partial<Scan> = {}): Scan => ({
  source: '203.0.113.9',
  sources: ['203.0.113.9'],
  sourceCount: 1,
  kind: 'port-scan',
  because: ['3 ports of one host in 2 s'],
  tool: {
    name: 'masscan',
    version: '2014-01 to 2023-11',
    level: 'proven',
    chance: 2 ** -48,
    because: ['id fits'],
  },
  transport: 'tcp',
  ports: {
    count: 2,
    exact: true,
    top: [
      { port: 23, packets: 2 },
      { port: 2323, packets: 1 },
    ],
  },
  targets: { count: 1, exact: true, top: ['198.51.100.7'] },
  packets: 3,
  first: base,
  last: base + 2_000_000,
  rate: 1,
  answered: { accepted: 0, refused: 0 },
  intent: [{ name: 'telnet-botnet', text: 'looks for telnet', because: '23 and 2323' }],
  spoofable: true,
  evidence: [aProbe(), aProbe({ ordinal: 2, at: base + 1_000_000.5 })],
  ...more,
});

export const scanEvent = (key: string, more: Partial<Scan> = {}): KnockEvent => ({
  type: 'scan',
  key,
  scan: aScan(more),
});

const nat = fc.nat({ max: 2 ** 40 });
const u16 = fc.nat({ max: 65_535 });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const nullable = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 3 });
const time = nullable(
  fc.integer({ min: -1000, max: 1000 }).map((steps) => base + steps * minute + (steps % 2 === 0 ? 0.25 : 0)),
);
/** Few, so that they meet. */
const address = fc.oneof(
  fc.constantFrom('203.0.113.9', '203.0.113.10', '2001:db8::1', '::ffff:192.0.2.1'),
  fc.ipV4(),
);
const port = fc.oneof(fc.constantFrom(22, 23, 2323, 5060), u16);
const protocol = fc.oneof(
  fc.constantFrom<ProbeProtocol>('tcp', 'udp', 'icmp', 'icmpv6'),
  fc.nat({ max: 255 }).map((number): ProbeProtocol => `proto-${number}`),
);
/** Anything: quotes, controls, escapes, lone surrogates. */
const words = fc.string({ unit: 'binary', maxLength: 30 });
const counted = fc.record({ count: nat, exact: fc.boolean() });
const topPorts = fc.uniqueArray(fc.record({ port, packets: nat }), {
  maxLength: 6,
  selector: (one) => one.port,
});

const probes: fc.Arbitrary<Probe> = fc.record({
  at: time,
  source: address,
  destination: address,
  protocol,
  sourcePort: nullable(u16),
  destinationPort: nullable(u16),
  ttl: nullable(fc.nat({ max: 255 })),
  tos: nullable(fc.nat({ max: 255 })),
  ipId: nullable(u16),
  length: nullable(u16),
  dontFragment: nullable(fc.boolean()),
  sequence: nullable(u32),
  acknowledgement: nullable(u32),
  flags: nullable(fc.constantFrom('', 'S', 'SA', 'FPU', 'RA')),
  window: nullable(u16),
  headerLength: nullable(fc.constantFrom(20, 24, 60)),
  options: nullable(fc.array(fc.constantFrom('mss 1460', 'nop', 'TS 1 0'), { maxLength: 5 })),
  icmp: nullable(fc.record({ type: fc.nat({ max: 255 }), code: fc.nat({ max: 255 }) })),
  echo: nullable(fc.record({ id: u16, sequence: u16 })),
  payloadLength: nullable(u16),
  payload: nullable(fc.constantFrom('', '00ff', '6d6f6e')),
  quoted: nullable(
    fc.record({
      source: address,
      destination: address,
      protocol,
      sourcePort: nullable(u16),
      destinationPort: nullable(u16),
    }),
  ),
  interface: nullable(words),
  action: nullable(fc.constantFrom(...probeActions)),
  packets: nat,
  ordinal: u32,
});

const evidence = fc.array(probes, { maxLength: 4 });
const rate = nullable(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((one) => one + 0));

const scans: fc.Arbitrary<Scan> = fc.record({
  source: nullable(address),
  sources: fc.array(address, { maxLength: 4 }),
  sourceCount: nat,
  kind: fc.constantFrom(...knockKinds),
  because: fc.array(words, { maxLength: 3 }),
  tool: fc.record({
    name: nullable(fc.constantFrom('masscan', 'zmap', 'nmap')),
    version: nullable(words),
    level: fc.constantFrom(...certainties),
    chance: nullable(fc.constantFrom(1, 0.5, 2 ** -32)),
    because: fc.array(words, { maxLength: 2 }),
  }),
  transport: protocol,
  ports: fc.record({ count: nat, exact: fc.boolean(), top: topPorts }),
  targets: fc.record({ count: nat, exact: fc.boolean(), top: fc.array(address, { maxLength: 3 }) }),
  packets: nat,
  first: time,
  last: time,
  rate,
  answered: fc.record({ accepted: nat, refused: nat }),
  intent: fc.array(fc.record({ name: words, text: words, because: words }), { maxLength: 2 }),
  spoofable: fc.boolean(),
  evidence,
});

const victims: fc.Arbitrary<Victim> = fc.record({
  address,
  packets: nat,
  answers: fc.array(fc.record({ kind: words, packets: nat }), { maxLength: 2 }),
  ports: topPorts,
  targets: counted,
  first: time,
  last: time,
  evidence,
});

const floods: fc.Arbitrary<Flood> = fc.record({
  target: address,
  port: nullable(port),
  transport: protocol,
  packets: nat,
  sources: counted,
  first: time,
  last: time,
  because: fc.array(words, { maxLength: 2 }),
  evidence,
});

const drops: fc.Arbitrary<Drops> = fc.record({ reason: words, packets: nat, first: time, last: time });

/** Events with keys of which some return. */
export const events: fc.Arbitrary<KnockEvent> = fc
  .record({ key: fc.nat({ max: 40 }).map((key) => `k${key}`) })
  .chain(({ key }) =>
    fc.oneof(
      { weight: 4, arbitrary: scans.map((scan): KnockEvent => ({ type: 'scan', key, scan })) },
      { weight: 1, arbitrary: victims.map((victim): KnockEvent => ({ type: 'backscatter', key, victim })) },
      { weight: 1, arbitrary: floods.map((flood): KnockEvent => ({ type: 'flood', key, flood })) },
      { weight: 1, arbitrary: drops.map((one): KnockEvent => ({ type: 'drops', key, drops: one })) },
    ),
  );
