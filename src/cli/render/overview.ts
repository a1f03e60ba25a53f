import { hostname } from 'node:os';
import type { AssessedListener } from '../../contract/listener-item.ts';
import { harmless } from '../../core/text.ts';
import { type VerdictLevel, verdictLevels } from '../../core/verdict.ts';
import type { Visibility } from '../../core/visibility.ts';
import type { Context } from '../context.ts';
import { ledger } from './ledger.ts';
import { listenerTable } from './listeners.ts';
import { levelMark } from './style.ts';
import { counted, width } from './text.ts';
import { reasonsOf } from './verdict.ts';

/** This machine's listeners with their verdicts, and what could not be seen. */
export const overviewText = (
  rows: readonly AssessedListener[],
  visibility: Visibility,
  context: Pick<Context, 'columns' | 'paint'>,
  more: readonly string[] = [],
): readonly string[] => [
  ...headLines(rows, context),
  ...more,
  '',
  ...(rows.length === 0
    ? ['Nothing listens in what could be seen.']
    : listenerTable(rows, context.columns, context.paint)),
  ...reasonsOf(rows, context.columns, context.paint),
  '',
  ledger(visibility, context.columns, context.paint),
];

/** The host, how many listeners, and how many of each level, on as many lines as they need. */
function headLines(
  rows: readonly AssessedListener[],
  { paint, columns }: Pick<Context, 'columns' | 'paint'>,
): readonly string[] {
  const count = (level: VerdictLevel): number => rows.filter(({ verdict }) => verdict.level === level).length;
  const name = harmless(hostname());
  const all = counted(rows.length, 'listener');
  const lines = [{ plain: `${name}: ${all}`, painted: `${paint.bold(name)}: ${all}` }];
  for (const level of verdictLevels.filter((one) => count(one) > 0)) {
    const plain = `${count(level)} x ${level}`;
    const painted = `${count(level)} ${levelMark(paint, level)}`;
    const last = lines.at(-1);
    if (last !== undefined && width(`${last.plain} · ${plain}`) <= columns) {
      last.plain += ` · ${plain}`;
      last.painted += ` · ${painted}`;
    } else lines.push({ plain: `  ${plain}`, painted: `  ${painted}` });
  }
  return lines.map(({ painted }) => painted);
}
