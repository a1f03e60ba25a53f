import type { Distinct, Drops, Flood, PortCount, Scan, Victim } from '../core/knock.ts';
import type { Probe } from '../core/probe.ts';
import { isoTime } from '../core/time.ts';
import type { DropsItem, FloodItem, ProbeItem, ScanItem, VictimItem } from './scan.ts';

export interface EvidenceOption {
  /** Whether the packets behind it go into the document. */
  readonly evidence: boolean;
}

// Only known fields cross, as with listeners: what rooms add inside stays inside.

const probeItem = (probe: Probe): ProbeItem => ({
  at: isoTime(probe.at),
  source: probe.source,
  destination: probe.destination,
  protocol: probe.protocol,
  sourcePort: probe.sourcePort,
  destinationPort: probe.destinationPort,
  ttl: probe.ttl,
  tos: probe.tos,
  ipId: probe.ipId,
  length: probe.length,
  dontFragment: probe.dontFragment,
  sequence: probe.sequence,
  acknowledgement: probe.acknowledgement,
  flags: probe.flags,
  window: probe.window,
  headerLength: probe.headerLength,
  options: probe.options && [...probe.options],
  icmp: probe.icmp && { type: probe.icmp.type, code: probe.icmp.code },
  echo: probe.echo && { id: probe.echo.id, sequence: probe.echo.sequence },
  payloadLength: probe.payloadLength,
  payload: probe.payload,
  quoted: probe.quoted && {
    source: probe.quoted.source,
    destination: probe.quoted.destination,
    protocol: probe.quoted.protocol,
    sourcePort: probe.quoted.sourcePort,
    destinationPort: probe.quoted.destinationPort,
  },
  interface: probe.interface,
  action: probe.action,
  packets: probe.packets,
  ordinal: probe.ordinal,
});

const portItems = (ports: readonly PortCount[]) => ports.map(({ port, packets }) => ({ port, packets }));
const distinctItem = ({ count, exact }: Distinct) => ({ count, exact });
const span = ({ first, last }: { readonly first: number | null; readonly last: number | null }) => ({
  first: isoTime(first),
  last: isoTime(last),
});

const evidenceItem = (probes: readonly Probe[], { evidence }: EvidenceOption): { evidence?: ProbeItem[] } =>
  evidence ? { evidence: probes.map(probeItem) } : {};

export const scanItem = (scan: Scan, options: EvidenceOption): ScanItem => ({
  source: scan.source,
  sources: [...scan.sources],
  sourceCount: scan.sourceCount,
  kind: scan.kind,
  because: [...scan.because],
  tool: {
    name: scan.tool.name,
    version: scan.tool.version,
    level: scan.tool.level,
    chance: scan.tool.chance,
    because: [...scan.tool.because],
  },
  transport: scan.transport,
  ports: { ...distinctItem(scan.ports), top: portItems(scan.ports.top) },
  targets: { ...distinctItem(scan.targets), top: [...scan.targets.top] },
  packets: scan.packets,
  ...span(scan),
  rate: scan.rate,
  answered: { accepted: scan.answered.accepted, refused: scan.answered.refused },
  intent: scan.intent.map(({ name, text, because }) => ({ name, text, because })),
  spoofable: scan.spoofable,
  ...evidenceItem(scan.evidence, options),
});

export const victimItem = (victim: Victim, options: EvidenceOption): VictimItem => ({
  address: victim.address,
  packets: victim.packets,
  answers: victim.answers.map(({ kind, packets }) => ({ kind, packets })),
  ports: portItems(victim.ports),
  targets: distinctItem(victim.targets),
  ...span(victim),
  ...evidenceItem(victim.evidence, options),
});

export const floodItem = (flood: Flood, options: EvidenceOption): FloodItem => ({
  target: flood.target,
  port: flood.port,
  transport: flood.transport,
  packets: flood.packets,
  sources: distinctItem(flood.sources),
  ...span(flood),
  because: [...flood.because],
  ...evidenceItem(flood.evidence, options),
});

export const dropsItem = (drops: Drops): DropsItem => ({
  reason: drops.reason,
  packets: drops.packets,
  ...span(drops),
});
