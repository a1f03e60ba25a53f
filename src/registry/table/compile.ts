import { highestPort } from '../../core/port.ts';
import { portRanges, rangeOf, type Span } from '../../core/range.ts';
import { type Transport, transports } from '../../core/transport.ts';
import type { AssignmentStatus } from '../record.ts';
import { statusOrder, strongestStatus } from '../status.ts';
import type { NamedRange, RangeCounts, TableCounts } from './layout.ts';
import type { TableRecord } from './record-text.ts';

/** A run of ports about which the registry says the same on one transport. */
interface Segment extends Span {
  /** Record numbers, the primary service first. */
  readonly records: readonly number[];
  readonly status: AssignmentStatus;
}

export type Segments = Readonly<Record<Transport, readonly Segment[]>>;

const width = ({ ports }: TableRecord): number => (ports === null ? 0 : ports.to - ports.from);

/**
 * Which of the rows that cover a key speak for it, the primary first. A row for one port says more than a
 * span that calls it unassigned (7775/tcp inside 7748-7776), and among equals the registry's order stands:
 * it lists http before www and www-http.
 */
export function speakers(covering: readonly number[], records: readonly TableRecord[]): readonly number[] {
  const at = (number: number): TableRecord | undefined => records[number];
  const taken = covering.filter((number) => at(number)?.status !== 'unassigned');
  const rank = (number: number): readonly [number, number] => {
    const record = at(number);
    return record === undefined ? [9, 0] : [statusOrder.indexOf(record.status), width(record)];
  };
  const sorted = (taken.length > 0 ? taken : covering).toSorted((a, b) => {
    const [statusA, widthA] = rank(a);
    const [statusB, widthB] = rank(b);
    return statusA - statusB || widthA - widthB || a - b;
  });
  return taken.length > 0 ? sorted : sorted.slice(0, 1);
}

function segmentsOf(transport: Transport, records: readonly TableRecord[]): readonly Segment[] {
  const covering: number[][] = [];
  for (const [number, { ports, transports: on }] of records.entries()) {
    if (ports === null || !on.includes(transport)) continue;
    for (let port = ports.from; port <= ports.to; port++) (covering[port] ??= []).push(number);
  }
  const segments: { from: number; to: number; records: readonly number[]; status: AssignmentStatus }[] = [];
  for (let port = 0; port <= highestPort; port++) {
    const here = covering[port];
    if (here === undefined) continue;
    const speaking = speakers(here, records);
    const last = segments.at(-1);
    if (last !== undefined && last.to === port - 1 && same(last.records, speaking)) last.to = port;
    else segments.push({ from: port, to: port, records: speaking, status: statusAmong(speaking, records) });
  }
  return segments;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, place) => value === b[place]);

const statusAmong = (numbers: readonly number[], records: readonly TableRecord[]): AssignmentStatus =>
  strongestStatus(numbers.flatMap((number) => records[number]?.status ?? []));

export function segmentsByTransport(records: readonly TableRecord[]): Segments {
  return {
    tcp: segmentsOf('tcp', records),
    udp: segmentsOf('udp', records),
    sctp: segmentsOf('sctp', records),
    dccp: segmentsOf('dccp', records),
  };
}

/** How full each range of RFC 6335 is, counted from the segments. */
export function countRanges(
  segments: Segments,
): Readonly<Record<'system' | 'user' | 'dynamic', RangeCounts>> {
  const strongest = Array.from({ length: highestPort + 1 }, () => statusOrder.length - 1);
  const assignedOn = { system: noneAssigned(), user: noneAssigned(), dynamic: noneAssigned() };
  for (const transport of transports) {
    for (const { from, to, status } of segments[transport]) {
      const rank = statusOrder.indexOf(status);
      for (let port = from; port <= to; port++) {
        strongest[port] = Math.min(strongest[port] ?? rank, rank);
        if (status === 'assigned') assignedOn[rangeOf(port).name][transport]++;
      }
    }
  }
  const countsOf = (from: number, to: number, on: Record<Transport, number>): RangeCounts => {
    const ranks = strongest.slice(from, to + 1);
    const count = (status: AssignmentStatus): number =>
      ranks.filter((rank) => rank === statusOrder.indexOf(status)).length;
    const [assigned, reserved, deAssigned] = [count('assigned'), count('reserved'), count('de-assigned')];
    return { assigned, reserved, deAssigned, unassigned: count('unassigned'), assignedOn: on };
  };
  const [system, user, dynamic] = portRanges;
  return {
    system: countsOf(system.from, system.to, assignedOn.system),
    user: countsOf(user.from, user.to, assignedOn.user),
    dynamic: countsOf(dynamic.from, dynamic.to, assignedOn.dynamic),
  };
}

const noneAssigned = (): Record<Transport, number> => ({ tcp: 0, udp: 0, sctp: 0, dccp: 0 });

export function countRecords(records: readonly TableRecord[], segments: Segments): TableCounts {
  const assignedKeys = transports
    .flatMap((transport) => segments[transport])
    .reduce((sum, { from, to, status }) => sum + (status === 'assigned' ? to - from + 1 : 0), 0);
  const names = new Set(records.flatMap(({ service }) => service ?? []));
  const withoutPort = records.filter(({ ports }) => ports === null).length;
  return { records: records.length, assignedKeys, names: names.size, withoutPort };
}

/** Services that have more than one port by one registration; rows for several transports are one range. */
export function namedRangesOf(records: readonly TableRecord[]): readonly NamedRange[] {
  const ranges = new Map<string, NamedRange>();
  for (const { ports, service, description, transports: on } of records) {
    if (ports === null || service === null || ports.to === ports.from) continue;
    const key = `${service} ${ports.from}`;
    const earlier = ranges.get(key)?.transports ?? [];
    const both = transports.filter((transport) => earlier.includes(transport) || on.includes(transport));
    ranges.set(key, { ports, transports: both, service, description });
  }
  return [...ranges.values()].sort((a, b) => a.ports.from - b.ports.from);
}
