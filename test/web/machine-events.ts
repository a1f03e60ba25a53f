import type { KnockEvent } from '../../src/core/knock.ts';
import type { ListenerEvent } from '../../src/core/listener-event.ts';
import type { Probe } from '../../src/core/probe.ts';
import { aProbe, base, minute, scanEvent } from '../store/events.ts';

const word = (address: string): number =>
  address.split('.').reduce((sum, octet) => ((sum << 8) | Number(octet)) >>> 0, 0);

/** Packets as masscan sends them: the identification follows from destination, port and sequence. */
const masscanned = (ports: readonly number[], from: number): readonly Probe[] =>
  ports.map((destinationPort, index) => {
    const destination = '198.51.100.7';
    const sequence = (3_325_256_711 + index * 77_777) >>> 0;
    return aProbe({
      destination,
      destinationPort,
      sequence,
      ipId: (word(destination) ^ destinationPort ^ sequence) & 0xffff,
      ordinal: index + 1,
      at: from + index * 250_000,
    });
  });

const at = (minutesAgo: number, seconds = 2): { readonly first: number; readonly last: number } => ({
  first: base - minutesAgo * minute,
  last: base - minutesAgo * minute + seconds * 1_000_000,
});

const noTool = { name: null, version: null, level: 'unknown' as const, chance: null, because: [] };

/** One of each kind, as they come in an hour at a quiet address. */
export const sampleEvents = (): readonly KnockEvent[] => [
  scanEvent('masscan', {
    ...at(4),
    intent: [{ name: 'telnet-botnet', text: 'telnet of small devices', because: '23 and 2323' }],
    evidence: masscanned([23, 2323, 23], base - 4 * minute),
  }),
  scanEvent('probe 2504', {
    ...at(11, 0),
    source: '198.51.100.99',
    sources: ['198.51.100.99'],
    kind: 'probe',
    because: ['one packet to one port'],
    tool: noTool,
    ports: { count: 1, exact: true, top: [{ port: 2504, packets: 1 }] },
    packets: 1,
    rate: null,
    intent: [],
    evidence: [
      aProbe({ source: '198.51.100.99', destinationPort: 2504, payload: '3c736372697074', payloadLength: 7 }),
    ],
  }),
  scanEvent('campaign', {
    ...at(25, 600),
    source: null,
    sources: ['192.0.2.11', '192.0.2.12', '2001:db8::13'],
    sourceCount: 3,
    kind: 'campaign',
    because: ['3 sources share a list of ports'],
    tool: {
      name: 'zmap',
      version: null,
      level: 'likely',
      chance: 0.01,
      because: ['id 54321 in all packets'],
    },
    ports: {
      count: 4,
      exact: true,
      top: [
        { port: 3389, packets: 40 },
        { port: 5900, packets: 38 },
        { port: 22, packets: 12 },
        { port: 2244, packets: 3 },
      ],
    },
    packets: 93,
    rate: 0.15,
    intent: [{ name: 'remote-desktop', text: 'remote desktops', because: '3389 and 5900' }],
    spoofable: false,
    evidence: [],
  }),
  scanEvent('sip', {
    ...at(47),
    source: '203.0.113.44',
    sources: ['203.0.113.44'],
    kind: 'host-sweep',
    transport: 'udp',
    tool: {
      name: 'sipvicious',
      version: null,
      level: 'proven',
      chance: null,
      because: ['User-Agent: friendly-scanner'],
    },
    ports: { count: 1, exact: true, top: [{ port: 5060, packets: 6 }] },
    intent: [{ name: 'sip-gateway', text: 'telephone gateways', because: '5060/udp' }],
    packets: 6,
    evidence: [],
  }),
  {
    type: 'backscatter',
    key: 'victim',
    victim: {
      ...at(52, 90),
      address: '192.0.2.5',
      packets: 44,
      answers: [
        { kind: 'syn-ack', packets: 40 },
        { kind: 'rst', packets: 4 },
      ],
      ports: [{ port: 80, packets: 44 }],
      targets: { count: 3, exact: true },
      evidence: [aProbe({ source: '192.0.2.5', sourcePort: 80, flags: 'SA' })],
    },
  },
  {
    type: 'flood',
    key: 'flood',
    flood: {
      ...at(55, 3),
      target: '198.51.100.7',
      port: 443,
      transport: 'tcp',
      packets: 100_000,
      sources: { count: 99_000, exact: false },
      because: ['99,000 sources of one packet'],
      evidence: [aProbe({ destinationPort: 443 })],
    },
  },
  { type: 'drops', key: 'drops', drops: { ...at(54, 3), reason: 'the ring was full', packets: 1200 } },
];

/** What happened to the listeners of the made-up machine. */
export const sampleChanges = (): readonly ListenerEvent[] => {
  const common = { transport: 'tcp', address: '0.0.0.0', exposure: 'public', before: null } as const;
  return [
    {
      ...common,
      kind: 'opened',
      at: base - 95 * minute,
      port: 5173,
      address: '127.0.0.1',
      exposure: 'loopback',
      holder: 'node (vite)',
      verdict: 'plausible',
    },
    {
      ...common,
      kind: 'restarted',
      at: base - 61 * minute,
      port: 443,
      holder: 'nginx (nginx.service)',
      before: 'nginx (nginx.service)',
      verdict: 'expected',
    },
    {
      ...common,
      kind: 'closed',
      at: base - 40 * minute,
      port: 9000,
      holder: 'php-fpm (php8.2-fpm.service)',
      verdict: 'plausible',
    },
    {
      ...common,
      kind: 'opened',
      at: base - 30 * minute,
      port: 6379,
      holder: 'redis-server (redis-server.service)',
      verdict: 'suspect',
    },
    {
      ...common,
      kind: 'opened',
      at: base - 12 * minute,
      port: 4444,
      exposure: 'private',
      holder: null,
      verdict: 'unknown',
    },
    {
      ...common,
      kind: 'replaced',
      at: base - 3 * minute,
      port: 2504,
      holder: 'kworker',
      before: 'nlb-control (nlb.service)',
      verdict: 'wrong',
    },
  ];
};
