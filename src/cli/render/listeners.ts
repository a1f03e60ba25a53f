import type { AssessedListener } from '../../contract/listener-item.ts';
import { redactCommand } from '../../core/redact.ts';
import { bindOf, holderOf, placeOf } from '../../contract/listener-words.ts';
import { cut } from '../../core/text.ts';
import type { Listener, Owner } from '../../inspect/listener.ts';
import { levelMark, type Paint } from './style.ts';
import { type Column, table } from './table.ts';

export { bindOf, holderOf, placeOf };

const startedShort = (listener: Listener): string => {
  const started = listener.owners.map((owner) => owner.startedAt).filter((at) => at !== null);
  return started.length === 0
    ? ''
    : started
        .reduce((a, b) => (a < b ? a : b))
        .slice(0, 16)
        .replace('T', ' ');
};

const pids = ({ owners }: Listener): string => {
  const distinct = [...new Set(owners.map(({ pid }) => pid))];
  return distinct.length > 3 ? `${distinct.slice(0, 2).join(',')},…` : distinct.join(',');
};

export function listenerTable(
  rows: readonly AssessedListener[],
  room: number,
  paint: Paint,
): readonly string[] {
  const columns: readonly Column<AssessedListener>[] = [
    { head: 'PORT', cell: ({ listener }) => placeOf(listener), paint: (cell) => paint.bold(cell) },
    { head: 'BOUND TO', cell: ({ listener }) => bindOf(listener), least: 15, middle: true, last: true },
    { head: 'REACH', cell: ({ listener }) => listener.exposure, last: true },
    { head: 'HELD BY', cell: ({ listener }) => holderOf(listener), least: 26 },
    { head: 'PID', cell: ({ listener }) => pids(listener), spare: 3 },
    { head: 'USER', cell: ({ listener }) => listener.user ?? String(listener.uid), least: 6, spare: 4 },
    { head: 'UNIT', cell: ({ listener }) => listener.unit?.name ?? '', least: 10, spare: 5 },
    {
      head: 'NAMESPACE',
      cell: ({ listener: { netns } }) => (netns.own ? '' : (netns.name ?? String(netns.inode))),
      spare: 2,
    },
    { head: 'REGISTERED', cell: ({ assignments }) => assignments[0]?.service ?? '', least: 11, spare: 1 },
    { head: 'SINCE (UTC)', cell: ({ listener }) => startedShort(listener), spare: 6 },
    {
      head: 'VERDICT',
      cell: ({ verdict }) => `x ${verdict.level}`,
      paint: (_, { verdict }) => levelMark(paint, verdict.level),
    },
  ];
  return table(rows, columns, room, paint.dim);
}

/** Beyond this a command line is not read; documents have the whole of it. */
const longest = 1000;

/** The command line as it may be shown. */
export const shownCommand = (owner: Owner, unredacted: boolean): string | null => {
  if (owner.cmdline === null) return null;
  return cut((unredacted ? owner.cmdline : redactCommand(owner.cmdline)).join(' '), longest);
};
