import type { KnockEvent } from '../../../core/knock.ts';
import type { StoredEvent } from '../../../store/index.ts';
import type { Paint } from '../style.ts';
import { type Column, table } from '../table.ts';
import { counted, thousands } from '../text.ts';
import { ago } from './ago.ts';
import { namedPort, type PortName, portsCell } from './ports.ts';
import { sourceCell } from './scan-table.ts';
import { instant } from './times.ts';
import { distinctWord, kindWord, markOf } from './words.ts';

export interface StoredView {
  readonly room: number;
  readonly paint: Paint;
  readonly portName: PortName;
  /** Microseconds since 1970. */
  readonly now: number;
  /** Whose record it is: then the address is not repeated on each line. */
  readonly of?: string;
}

interface Cells {
  readonly sign: string;
  readonly hue: keyof Paint;
  readonly who: string;
  readonly what: string;
  readonly tool: string;
  readonly sure: string;
  readonly ports: string;
  readonly packets: number;
}

/** Events that are on record, one a line. */
export function storedTable(events: readonly StoredEvent[], view: StoredView): readonly string[] {
  const { room, paint, now, of } = view;
  const rows = events.map(({ id, at, event }) => ({ id, at, ...cells(event, view.portName) }));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    { head: 'EVENT', cell: ({ id }) => id, paint: (cell) => paint.bold(cell) },
    { head: 'SEEN', cell: ({ at }) => ago(at, now), align: 'right' },
    {
      head: 'AT (UTC)',
      cell: ({ at }) => instant(at).slice(0, 16),
      spare: 2,
      paint: (cell) => paint.dim(cell),
    },
    {
      head: '  SOURCE',
      cell: ({ sign, who }) => `${sign} ${who === of ? 'itself' : who}`,
      least: 15,
      middle: true,
      paint: (cell, { hue }) => paint[hue](cell.slice(0, 1)) + cell.slice(1),
    },
    { head: 'WHAT', cell: ({ what }) => what, least: 9 },
    { head: 'TOOL', cell: ({ tool }) => tool, least: 7 },
    { head: 'SURE', cell: ({ sure }) => sure, spare: 1 },
    { head: 'PORTS', cell: ({ ports }) => ports, least: 8 },
    { head: 'PACKETS', cell: ({ packets }) => thousands(packets), align: 'right' },
  ];
  return table(rows, columns, room, paint.dim);
}

function cells(event: KnockEvent, portName: PortName): Cells {
  switch (event.type) {
    case 'scan': {
      const { scan } = event;
      const { name, level } = scan.tool;
      return {
        ...markOf(scan),
        who: sourceCell(scan),
        what: kindWord(scan.kind),
        tool: name ?? 'unknown',
        sure: name === null ? '' : level,
        ports: portsCell(scan, portName),
        packets: scan.packets,
      };
    }
    case 'backscatter': {
      const { address, ports, packets } = event.victim;
      const attacked = ports.slice(0, 3).map(({ port }) => port);
      const what = 'victim';
      return {
        sign: '↩',
        hue: 'dim',
        who: address,
        what,
        tool: '',
        sure: '',
        ports: attacked.join(' '),
        packets,
      };
    }
    case 'flood': {
      const { port, transport, packets, sources } = event.flood;
      const ports = port === null ? transport : namedPort(port, transport, portName);
      return {
        sign: '≋',
        hue: 'red',
        who: distinctWord(sources, 'source'),
        what: 'flood',
        tool: '',
        sure: '',
        ports,
        packets,
      };
    }
    case 'drops': {
      const { reason, packets } = event.drops;
      return {
        sign: '!',
        hue: 'red',
        who: reason,
        what: 'not looked at',
        tool: '',
        sure: '',
        ports: '',
        packets,
      };
    }
  }
}

/** What the list does not show, in sentences; empty where it shows all. */
export const listNotes = (more: boolean, shown: number, skipped: number): readonly string[] => [
  ...(more ? [`There are more: these are the newest ${shown}; --limit shows more.`] : []),
  ...(skipped > 0 ? [`${counted(skipped, 'row')} of the store left out: not as reeve writes them.`] : []),
];
