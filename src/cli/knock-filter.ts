import type { KnockEvent } from '../core/knock.ts';
import type { KnockQuery } from '../store/index.ts';

type Wanted = Pick<KnockQuery, 'port' | 'transport' | 'source' | 'tool' | 'kind'>;

/** Whether an event that comes is one that was asked for: as the store would choose it. */
export function isWanted(event: KnockEvent, wanted: Wanted): boolean {
  const { port, transport, source, tool, kind } = wanted;
  return (
    (port === undefined || portsOf(event).includes(port)) &&
    (transport === undefined || transportOf(event) === transport) &&
    (source === undefined || sourcesOf(event).includes(source)) &&
    (tool === undefined || toolOf(event) === tool) &&
    (kind === undefined || kindOf(event) === kind)
  );
}

function portsOf(event: KnockEvent): readonly number[] {
  if (event.type === 'scan') return event.scan.ports.top.map(({ port }) => port);
  return event.type === 'flood' && event.flood.port !== null ? [event.flood.port] : [];
}

function sourcesOf(event: KnockEvent): readonly string[] {
  if (event.type === 'backscatter') return [event.victim.address];
  if (event.type !== 'scan') return [];
  const { source, sources } = event.scan;
  return source === null ? sources : [source, ...sources];
}

const transportOf = (event: KnockEvent): string | null =>
  event.type === 'scan' ? event.scan.transport : event.type === 'flood' ? event.flood.transport : null;

const toolOf = (event: KnockEvent): string | null =>
  event.type === 'scan' ? (event.scan.tool.name ?? 'unknown') : null;

const kindOf = (event: KnockEvent): string => (event.type === 'scan' ? event.scan.kind : event.type);
