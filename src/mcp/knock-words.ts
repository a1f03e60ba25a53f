import type { EventDocument, KnocksDocument, SourceDocument, StoredEventItem } from '../contract/knocks.ts';
import type { ReadDocument } from '../contract/read.ts';
import type { FloodItem, ScanItem, VictimItem } from '../contract/scan.ts';
import { lines, quoted } from './words.ts';

function scanLine({
  source,
  sourceCount,
  kind,
  tool,
  transport,
  ports,
  targets,
  packets,
  last,
}: ScanItem): string {
  const from = source ?? `${sourceCount} sources`;
  const at = ports.top
    .slice(0, 5)
    .map(({ port }) => port)
    .join(', ');
  const by = tool.name === null ? 'tool unknown' : `${quoted(tool.name)} (${tool.level})`;
  return `${kind} from ${from}, ${by}, ${transport}, ${ports.count} ports (${at}), ${targets.count} targets, ${packets} packets, last ${last ?? 'unknown'}`;
}

const victimLine = ({ address, packets }: VictimItem): string =>
  `backscatter: ${address} answers what it believes came from here, ${packets} packets`;

const floodLine = ({ target, port, transport, packets, sources }: FloodItem): string =>
  `flood of ${target} ${transport}${port === null ? '' : ` port ${port}`}: ${packets} packets from ${sources.count} forged sources`;

function eventLine(event: StoredEventItem): string {
  switch (event.type) {
    case 'scan':
      return `${event.id} ${scanLine(event.scan)}`;
    case 'backscatter':
      return `${event.id} ${victimLine(event.victim)}`;
    case 'flood':
      return `${event.id} ${floodLine(event.flood)}`;
    case 'drops':
      return `${event.id} ${event.drops.packets} packets were not looked at: ${quoted(event.drops.reason)}`;
  }
}

export const knocksText = ({ events, more }: KnocksDocument): string =>
  events.length === 0
    ? 'Nothing on record fits.'
    : lines([
        ...events.map(eventLine),
        ...(more ? ['There are more; ask with "until" or a higher limit.'] : []),
      ]);

export const sourceText = ({
  address,
  events,
  together,
  packets,
  kinds,
  ports,
  newest,
  who,
}: SourceDocument): string =>
  events + together === 0
    ? `Nothing is on record of ${address}.`
    : lines([
        `${address}: ${events} events of its own, ${together} with others, ${packets} packets${who.range === null ? '' : `; ${who.range.text}`}.`,
        `Kinds: ${kinds.map(({ kind, events: many }) => `${kind} ${many}`).join(', ')}.`,
        `Ports: ${ports.map(({ port }) => port).join(', ')}.`,
        ...newest.events.slice(0, 10).map(eventLine),
      ]);

export const eventText = ({ event, relations, skippedPackets }: EventDocument): string =>
  lines([
    eventLine(event),
    ...relations.map(({ name, text, holds, tried }) => `${name}: ${text}, in ${holds} of ${tried}`),
    ...(event.type === 'scan' ? event.scan.tool.because.map(quoted) : []),
    ...(skippedPackets > 0 ? [`${skippedPackets} packets of it could not be read back`] : []),
  ]);

export function readText({ input, totals, scans, floods, backscatter, interrupted }: ReadDocument): string {
  const { format, records, skipped } = input;
  return lines([
    `${quoted(format)}: ${records} records, ${totals.packets} packets, ${totals.scans} scans and probes.`,
    ...(interrupted ? ['It was not read to its end: too large for the time of a tool.'] : []),
    ...(skipped.length === 0
      ? []
      : [`Left out: ${skipped.map(({ reason, count }) => `${reason} ${count}`).join(', ')}`]),
    ...floods.map(floodLine),
    ...backscatter.victims.slice(0, 10).map(victimLine),
    ...scans.map(scanLine),
  ]);
}
