import type { Scan } from '../../../core/knock.ts';
import type { Paint } from '../style.ts';
import { type Column, table } from '../table.ts';
import { counted, thousands } from '../text.ts';
import { portsCell, type PortName } from './ports.ts';
import { duration, shortInstant, type Span } from './times.ts';
import { kindWord, markOf } from './words.ts';

interface Drawing {
  readonly room: number;
  readonly paint: Paint;
  readonly portName: PortName;
  /** The span of the whole input, which tells how much of a date a row needs. */
  readonly span: Span;
}

/** One line a scan. */
export function scanTable(
  scans: readonly Scan[],
  { room, paint, portName, span }: Drawing,
): readonly string[] {
  const timed = scans.some(({ first }) => first !== null);
  const columns: readonly Column<Scan>[] = [
    {
      head: '  SOURCE',
      cell: (scan) => `${markOf(scan).sign} ${sourceCell(scan)}`,
      least: 17,
      middle: true,
      paint: (cell, scan) => paint[markOf(scan).hue](cell.slice(0, 1)) + paint.bold(cell.slice(1)),
    },
    { head: 'WHAT', cell: ({ kind }) => kindWord(kind) },
    { head: 'TOOL', cell: ({ tool }) => tool.name ?? 'unknown', least: 14 },
    { head: 'SURE', cell: ({ tool }) => (tool.name === null ? '' : tool.level) },
    { head: 'PORTS', cell: (scan) => portsCell(scan, portName), least: 12 },
    { head: 'HOSTS', cell: ({ targets }) => approximate(targets), align: 'right', spare: 1 },
    { head: 'PACKETS', cell: ({ packets }) => thousands(packets), align: 'right' },
    ...(timed ? timeColumns(span) : []),
  ];
  return table(scans, columns, room, paint.dim);
}

const timeColumns = (span: Span): readonly Column<Scan>[] => [
  {
    head: 'FIRST (UTC)',
    cell: ({ first }) => (first === null ? '' : shortInstant(first, span)),
    spare: 3,
  },
  {
    head: 'LASTED',
    cell: ({ first, last }) => (first === null || last === null ? '' : duration((last - first) / 1e6)),
    align: 'right',
    spare: 2,
  },
];

const approximate = ({ count, exact }: Scan['targets']): string => `${exact ? '' : '~'}${thousands(count)}`;

/** The one source, or how many act as one. */
export const sourceCell = ({ source, sourceCount }: Scan): string =>
  sourceCount > 1
    ? source === null
      ? counted(sourceCount, 'source')
      : `${source} +${thousands(sourceCount - 1)}`
    : (source ?? '?');
