import type { Probe } from '../../../core/probe.ts';
import type { Relation } from '../../../answer/index.ts';
import type { Paint } from '../style.ts';
import { type Column, table } from '../table.ts';
import { paragraph } from '../text.ts';
import { harmless } from '../../../core/text.ts';
import { instant } from './times.ts';

const numberOr = (value: number | null): string => (value === null ? '' : String(value));

/** Fields as columns; a field that no packet has is left out, one that all share is told above. */
const fields: readonly Column<Probe>[] = [
  { head: 'FROM', cell: ({ source }) => source, least: 9, middle: true },
  { head: 'SPORT', cell: ({ sourcePort }) => numberOr(sourcePort), align: 'right', spare: 5 },
  { head: 'TO', cell: ({ destination }) => destination, least: 9, middle: true },
  { head: 'PORT', cell: ({ destinationPort }) => numberOr(destinationPort), align: 'right' },
  { head: 'KIND', cell: ({ icmp }) => (icmp === null ? '' : `${icmp.type}/${icmp.code}`), spare: 2 },
  { head: 'ECHO', cell: ({ echo }) => (echo === null ? '' : `${echo.id}/${echo.sequence}`), spare: 3 },
  { head: 'FLAGS', cell: ({ flags }) => (flags === '' ? 'none' : (flags ?? '')), spare: 1 },
  { head: 'TTL', cell: ({ ttl }) => numberOr(ttl), align: 'right', spare: 6 },
  { head: 'LEN', cell: ({ length }) => numberOr(length), align: 'right', spare: 8 },
  { head: 'ID', cell: ({ ipId }) => numberOr(ipId), align: 'right' },
  { head: 'SEQUENCE', cell: ({ sequence }) => numberOr(sequence), align: 'right' },
  {
    head: 'ACK',
    cell: ({ acknowledgement: ack }) => (ack === 0 ? '' : numberOr(ack)),
    align: 'right',
    spare: 7,
  },
  { head: 'WINDOW', cell: ({ window }) => numberOr(window), align: 'right', spare: 4 },
  { head: 'OPTIONS', cell: ({ options }) => options?.join(' ') ?? '', least: 10, spare: 9 },
  { head: 'PAYLOAD', cell: ({ payload }) => payload ?? '', least: 10, spare: 2 },
  { head: 'COUNT', cell: ({ packets }) => (packets === 1 ? '' : String(packets)), align: 'right', spare: 1 },
  { head: 'FIREWALL', cell: ({ action }) => action ?? '', spare: 10 },
];

/** The packets of an event: what all share in one paragraph, the rest as a table with what the relation gives. */
export function packetLines(
  packets: readonly Probe[],
  relation: Relation | null,
  { room, paint }: { readonly room: number; readonly paint: Paint },
): readonly string[] {
  const used = fields.filter(({ cell }) => packets.some((packet) => cell(packet) !== ''));
  const shared = packets.length < 2 ? [] : used.filter(({ cell }) => same(packets, cell));
  const told = shared.map(
    ({ head, cell }) => `${head.toLowerCase()} ${packets[0] === undefined ? '' : cell(packets[0])}`,
  );
  const own = used.filter((column) => !shared.includes(column));
  const column = relation?.column ?? null;
  const worked: readonly Column<Probe>[] =
    column === null
      ? []
      : [{ head: column.head, cell: column.cell, align: 'right', paint: (cell) => paint.bold(cell) }];
  const place = own.findIndex(({ head }) => head === 'SEQUENCE') + 1;
  const columns: readonly Column<Probe>[] = [
    { head: '#', cell: ({ ordinal }) => String(ordinal), align: 'right', last: true },
    ...timeColumn(packets),
    ...own.slice(0, place),
    ...worked,
    ...own.slice(place),
  ];
  return [
    ...(told.length === 0 ? [] : [paragraph(harmless(`In all of them: ${told.join(', ')}.`), room, '')]),
    ...table(packets, columns, room, paint.dim),
  ];
}

const same = (packets: readonly Probe[], cell: (probe: Probe) => string): boolean =>
  new Set(packets.map(cell)).size === 1;

/** Seconds since the earliest, whose time the head tells: an input need not be in the order of time. */
function timeColumn(packets: readonly Probe[]): readonly Column<Probe>[] {
  const times = packets.map(({ at }) => at).filter((at) => at !== null);
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const since = ({ at }: Probe): string => (at === null ? '' : ((at - first) / 1e6).toFixed(3));
  return [{ head: `+S ${instant(first).slice(11)}`, cell: since, align: 'right' }];
}
