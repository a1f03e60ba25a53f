import { isTransport } from '../../../core/transport.ts';
import { harmless } from '../../../core/text.ts';
import type { SourceRecord } from '../../../store/index.ts';
import type { Context } from '../../context.ts';
import { portNames } from '../../../answer/index.ts';
import { counted, paragraph, thousands } from '../text.ts';
import { ago } from './ago.ts';
import type { PortName } from './ports.ts';
import { listNotes, storedTable } from './stored.ts';
import { instant } from './times.ts';

/** One source's record as a person reads it. */
export function sourceText(
  record: SourceRecord,
  who: string | null,
  now: number,
  { columns, paint }: Context,
  portName: PortName = portNames(),
): string {
  const { address, newest } = record;
  const heading = paragraph(harmless(`${address}${who === null ? '' : `  ${who}`}`), columns, '  ', '');
  const lines = [heading.replace(address, paint.bold(address))];
  if (record.events + record.together === 0) return [...lines, '  Nothing is on record of it.'].join('\n');
  const say = (text: string): number => lines.push(paragraph(harmless(text), columns, '    ', '  '));
  say(amounts(record));
  if (record.last !== null && record.first !== null)
    say(
      `first seen ${instant(record.first)} UTC, last ${instant(record.last)} UTC (${ago(record.last, now)})`,
    );
  if (record.kinds.length > 0)
    say(`did: ${record.kinds.map(({ kind, events }) => `${kind} ${thousands(events)}`).join(', ')}`);
  if (record.tools.length > 0)
    say(
      `with: ${record.tools.map(({ tool, events }) => `${tool ?? 'unknown'} ${thousands(events)}`).join(', ')}`,
    );
  if (record.ports.length > 0) say(`at: ${portsText(record, portName)}`);
  const events = storedTable(newest.events, { room: columns, paint, now, portName, of: address });
  const notes = listNotes(newest.more, newest.events.length, newest.skipped);
  return [
    ...lines,
    '',
    ...(newest.events.length === 0 ? [] : events),
    ...notes.map((note) =>
      paint.dim(paragraph(note.replace('--limit', 'reeve knocks --source IP --limit'), columns, '')),
    ),
  ].join('\n');
}

function amounts({ events, together, packets }: SourceRecord): string {
  const own = `${counted(events, 'event')} of its own with ${counted(packets, 'packet')}`;
  return together === 0 ? own : `${own}; ${counted(together, 'event')} together with others`;
}

/** `23 telnet (40), 2323 (12), 53/udp domain (1)`. */
const portsText = ({ ports }: SourceRecord, portName: PortName): string =>
  ports
    .map(({ port, transport, packets }) => {
      const name = isTransport(transport) ? portName(port, transport) : null;
      const on = transport === null || transport === 'tcp' ? '' : `/${transport}`;
      return `${port}${on}${name === null ? '' : ` ${name}`} (${thousands(packets)})`;
    })
    .join(', ');
