import type { KnockEvent, PortCount } from '../core/knock.ts';
import type { Probe } from '../core/probe.ts';

/** An event as it goes into the tables. */
export interface EventRow {
  readonly key: string;
  readonly type: KnockEvent['type'];
  readonly kind: string;
  readonly source: string | null;
  readonly first: number | null;
  readonly last: number | null;
  readonly at: number;
  readonly stored: number;
  readonly port: number | null;
  readonly partial: 0 | 1;
  readonly transport: string | null;
  readonly tool: string | null;
  readonly level: string | null;
  readonly packets: number;
  readonly summary: string;
  readonly ports: readonly PortCount[];
  readonly sources: readonly string[];
  readonly evidence: readonly Probe[];
}

/** Whole microseconds; null for what is no time. */
const moment = (time: number | null): number | null => {
  const whole = time === null ? null : Math.floor(time);
  return whole !== null && Number.isSafeInteger(whole) ? whole : null;
};

/** When an event was last seen; where a clock ran ahead, when it was stored: else it would stay the newest for ever. */
const atOf = (last: number | null, stored: number): number => Math.min(moment(last) ?? stored, stored);

/** `stored`: now, in microseconds. */
export function rowOf(event: KnockEvent, stored: number): EventRow {
  const part = partOf(event);
  const first = moment(part.first);
  const last = moment(part.last);
  const written = Math.floor(stored);
  return { ...part, key: event.key, type: event.type, first, last, at: atOf(last, written), stored: written };
}

type Part = Omit<EventRow, 'key' | 'type' | 'at' | 'stored'>;

function partOf(event: KnockEvent): Part {
  switch (event.type) {
    case 'scan': {
      const { evidence, ...rest } = event.scan;
      const { top, count } = rest.ports;
      const ports = count > top.length ? [...top, ...firstPorts(evidence, rest.transport, top)] : top;
      return {
        ...from(rest, evidence),
        kind: rest.kind,
        source: rest.source,
        port: top[0]?.port ?? null,
        partial: count > ports.length ? 1 : 0,
        transport: rest.transport,
        tool: rest.tool.name,
        level: rest.tool.level,
        ports,
        sources: unique(rest.source === null ? rest.sources : [rest.source, ...rest.sources]),
      };
    }
    case 'backscatter': {
      const { evidence, ...rest } = event.victim;
      return { ...from(rest, evidence), kind: event.type, source: rest.address, sources: [rest.address] };
    }
    case 'flood': {
      const { evidence, ...rest } = event.flood;
      const { port, packets, transport } = rest;
      const ports = port === null ? [] : [{ port, packets }];
      return { ...from(rest, evidence), kind: event.type, port, transport, ports };
    }
    case 'drops':
      return { ...from(event.drops, []), kind: event.type };
  }
}

interface Summary {
  readonly packets: number;
  readonly first: number | null;
  readonly last: number | null;
}

const from = (summary: Summary, evidence: readonly Probe[]): Omit<Part, 'kind'> => ({
  source: null,
  first: summary.first,
  last: summary.last,
  port: null,
  partial: 0,
  transport: null,
  tool: null,
  level: null,
  packets: summary.packets,
  summary: JSON.stringify(summary),
  ports: [],
  sources: [],
  evidence,
});

/**
 * A scan of many ports names its busiest only, and those are no more than chance where each is tried once. What came
 * first stays on record, too: else a probe of one port would be lost when its source goes on to a thousand.
 */
function firstPorts(
  evidence: readonly Probe[],
  transport: string,
  known: readonly PortCount[],
): readonly PortCount[] {
  const counted = new Map<number, number>();
  for (const { protocol, destinationPort: port, packets } of evidence)
    if (port !== null && protocol === transport) counted.set(port, (counted.get(port) ?? 0) + packets);
  for (const { port } of known) counted.delete(port);
  return [...counted].map(([port, packets]) => ({ port, packets }));
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What was unknown is left out: half of the bytes. */
export const evidenceText = (probes: readonly Probe[]): string =>
  JSON.stringify(probes, (_, value: unknown) => (value === null ? undefined : value));
