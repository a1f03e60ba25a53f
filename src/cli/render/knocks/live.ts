import type { KnockEvent } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import type { Findings } from '../../../watch/index.ts';
import type { Paint } from '../style.ts';
import { clip, counted, padEnd, padStart, thousands, width } from '../text.ts';
import { eventLine } from './event-line.ts';
import { namedPort, type PortName } from './ports.ts';
import { scanTable } from './scan-table.ts';
import { sparkline } from './sparkline.ts';
import { duration } from './times.ts';
import { topPorts } from './top-ports.ts';

/** All that the live view shows; whoever watches fills it. */
export interface LiveState {
  /** Microseconds since 1970 UTC. */
  readonly now: number;
  readonly startedAt: number;
  /** Interfaces by name; empty: all of them. */
  readonly interfaces: readonly string[];
  readonly findings: Findings;
  /** Packets in each second, the newest last. */
  readonly rates: readonly number[];
  /** The newest last. */
  readonly events: readonly KnockEvent[];
  /** Short sentences on the state: silence, answers of the kernel, the store, what is missing. */
  readonly status: readonly string[];
  /** The same, where something is lost or wrong. */
  readonly warnings: readonly string[];
}

export interface LiveView {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  readonly portName: PortName;
}

/** The whole screen: never more lines than rows, no line wider than the columns. */
export function liveFrame(state: LiveState, view: LiveView): readonly string[] {
  const head = headLines(state, view);
  const foot = footLines(state, view);
  const room = Math.max(0, view.rows - head.length - foot.length);
  const body = bodyLines(state, view, room);
  const filling = Array.from({ length: Math.max(0, room - body.length) }, () => '');
  return [...head, ...body.slice(0, room), ...filling, ...foot].slice(0, view.rows);
}

function headLines(
  { now, startedAt, interfaces, findings, rates }: LiveState,
  view: LiveView,
): readonly string[] {
  const { columns, paint } = view;
  const where = interfaces.length === 0 ? 'every interface' : interfaces.join(', ');
  const left = `reeve watch  ${harmless(where)}  ${duration((now - startedAt) / 1e6)}`;
  const right = 'q ends';
  const room = columns - right.length - 2;
  const first = `${paint.bold(padEnd(clip(left, room), room))}  ${paint.dim(right)}`;
  const current = rates.at(-1) ?? 0;
  const numbers = `${counted(findings.packets, 'packet')}, ${thousands(current)} a second`;
  const bars = sparkline(rates, Math.max(0, columns - width(numbers) - 2));
  return [first, `${numbers}  ${paint.cyan(bars)}`, ''];
}

function footLines({ status, warnings }: LiveState, { columns, paint }: LiveView): readonly string[] {
  return [
    '',
    ...warnings.map((text) => paint.yellow(clip(harmless(text), columns))),
    ...(status.length === 0 ? [] : [paint.dim(clip(harmless(status.join(' · ')), columns))]),
  ];
}

function bodyLines(state: LiveState, view: LiveView, room: number): readonly string[] {
  const { findings, events } = state;
  if (findings.scans.length === 0 && events.length === 0) return ['Nobody has knocked yet.'];
  // Sources first, then the newest events, then ports: what a small terminal has no room for goes in that order.
  const ports = topPorts(findings.scans);
  const portRoom = Math.min(ports.length, Math.max(0, Math.floor((room - 12) / 4) + 1), 8);
  const eventRoom = Math.min(events.length, Math.max(3, Math.floor(room * 0.35)));
  const used = (portRoom > 0 ? portRoom + 2 : 0) + (eventRoom > 0 ? eventRoom + 2 : 0);
  const tableRoom = Math.max(1, room - used - 1);
  return [
    ...sourceLines(state, view, tableRoom),
    ...(portRoom > 0 ? ['', ...portLines(state, view, portRoom)] : []),
    ...(eventRoom > 0 ? ['', ...eventLines(state, view, eventRoom)] : []),
  ];
}

function sourceLines(
  { findings, startedAt, now }: LiveState,
  view: LiveView,
  room: number,
): readonly string[] {
  const { scans } = findings;
  const fits = scans.length <= room ? scans.length : Math.max(1, room - 1);
  const span = { from: startedAt, to: now };
  const lines = scanTable(scans.slice(0, fits), { ...view, room: view.columns, span });
  const rest = scans.length - fits;
  return rest > 0 ? [...lines, view.paint.dim(`  and ${counted(rest, 'more', 'more')}`)] : lines;
}

function portLines(
  { findings }: LiveState,
  { columns, paint, portName }: LiveView,
  room: number,
): readonly string[] {
  const ports = topPorts(findings.scans).slice(0, room);
  const most = Math.max(1, ...ports.map(({ packets }) => packets));
  const names = ports.map(({ port, transport }) =>
    clip(`${namedPort(port, transport, portName)}${transport === 'tcp' ? '' : `/${transport}`}`, 28),
  );
  const nameRoom = Math.max(...names.map(width));
  const counts = ports.map(({ packets }) => thousands(packets));
  const countRoom = Math.max(...counts.map(width));
  const barRoom = Math.max(0, Math.min(40, columns - nameRoom - countRoom - 6));
  return [
    paint.dim('  PORTS MOST ASKED FOR'),
    ...ports.map(({ packets }, index) => {
      const bar = '█'.repeat(Math.max(1, Math.round((packets / most) * barRoom)));
      return `  ${padEnd(names[index] ?? '', nameRoom)}  ${padStart(counts[index] ?? '', countRoom)}  ${paint.cyan(bar)}`;
    }),
  ];
}

const eventLines = ({ events }: LiveState, view: LiveView, room: number): readonly string[] => [
  view.paint.dim('  NEWEST'),
  ...events
    .slice(-room)
    .toReversed()
    .map((event) => eventLine(event, { ...view, room: view.columns })),
];
