import type { AssessedListener } from '../../contract/listener-item.ts';
import { harmless } from '../../core/text.ts';
import type { Reason, Verdict, VerdictLevel } from '../../core/verdict.ts';
import { holderOf, placeOf } from './listeners.ts';
import { levelMark, type Paint } from './style.ts';
import { clip, paragraph, width } from './text.ts';

/** The reasons that made the level, each a hanging line with its rule's name. */
export const becauseLines = ({ because }: Verdict, room: number, paint: Paint): readonly string[] =>
  because.map((reason) => reasonLine(reason, room, paint));

const reasonLine = ({ text, rule, level }: Reason, room: number, paint: Paint): string =>
  paragraph(`${levelSign[level]} ${harmless(text)} (${rule})`, room, '    ', '  ').replace(
    `(${rule})`,
    paint.dim(`(${rule})`),
  );

const levelSign = { expected: '●', plausible: '○', suspect: '▲', wrong: '✖', unknown: '?' } as const;

function heading(
  listener: AssessedListener['listener'],
  level: VerdictLevel,
  room: number,
  paint: Paint,
): string {
  const place = placeOf(listener);
  const used = width(`x ${level}  ${place} `);
  const holder = clip(harmless(holderOf(listener)), Math.max(1, room - used));
  return `${levelMark(paint, level)}  ${paint.bold(place)} ${holder}`;
}

/** Under a table: why each row that wants attention does, worst first; nothing where none does. */
export function reasonsOf(rows: readonly AssessedListener[], room: number, paint: Paint): readonly string[] {
  const order = ['wrong', 'suspect'] as const;
  const findings = order.flatMap((level) => rows.filter(({ verdict }) => verdict.level === level));
  return findings.flatMap(({ listener, verdict }) => [
    '',
    heading(listener, verdict.level, room, paint),
    ...becauseLines(
      { ...verdict, because: verdict.because.filter((reason) => reason.level === verdict.level) },
      room,
      paint,
    ),
  ]);
}
