import type { AssessedListener } from '../../contract/listener-item.ts';
import { harmless } from '../../core/text.ts';
import type { Reason, Verdict } from '../../core/verdict.ts';
import { holderOf, placeOf } from './listeners.ts';
import { levelMark, type Paint } from './style.ts';
import { paragraph } from './text.ts';

/** The reasons that made the level, each a hanging line with its rule's name. */
export const becauseLines = ({ because }: Verdict, room: number, paint: Paint): readonly string[] =>
  because.map((reason) => reasonLine(reason, room, paint));

const reasonLine = ({ text, rule, level }: Reason, room: number, paint: Paint): string =>
  `${paragraph(`${levelSign[level]} ${harmless(text)} (${rule})`, room, '    ', '  ')}`.replace(
    `(${rule})`,
    paint.dim(`(${rule})`),
  );

const levelSign = { expected: '●', plausible: '○', suspect: '▲', wrong: '✖', unknown: '?' } as const;

/** Under a table: why each row that wants attention does, worst first; nothing where none does. */
export function reasonsOf(rows: readonly AssessedListener[], room: number, paint: Paint): readonly string[] {
  const order = ['wrong', 'suspect'] as const;
  const findings = order.flatMap((level) => rows.filter(({ verdict }) => verdict.level === level));
  return findings.flatMap(({ listener, verdict }) => [
    '',
    `${levelMark(paint, verdict.level)}  ${paint.bold(placeOf(listener))} ${harmless(holderOf(listener))}`,
    ...becauseLines(
      { ...verdict, because: verdict.because.filter((reason) => reason.level === verdict.level) },
      room,
      paint,
    ),
  ]);
}
