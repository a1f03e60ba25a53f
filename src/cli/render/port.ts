import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import { registrationLines } from './registration.ts';
import { Footnotes } from './footnotes.ts';
import { hereLines } from './here.ts';
import { ledger } from './ledger.ts';
import { dossierLines } from './dossier.ts';
import { knockLines } from './knocks/at-port.ts';
import { levelMark, type Paint } from './style.ts';
import type { PortView } from './view.ts';
import { becauseLines } from './verdict.ts';

/** Everything about one port as a person reads it: what it is, what is said of it, who holds it here, the verdict. */
export function portText(answer: PortAnswer, view: PortView): string {
  const { paint, room } = view;
  const notes = new Footnotes();
  const sections: readonly (readonly string[])[] = [
    [heading(answer, paint), ...registrationLines(answer, view)],
    dossierLines(answer, view, notes),
    [paint.bold('On this machine'), ...hereLines(answer, view)],
    knockLines(answer, view),
    verdictLines(answer, view),
    notes.lines(room, paint),
    [ledger(answer.visibility, room, paint)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function heading({ query, dossier, assignments, range }: PortAnswer, paint: Paint): string {
  const named = assignments.find(({ status }) => status === 'assigned')?.service;
  const title = dossier?.title ?? named ?? 'no service is registered here';
  const where = `${range.name} range ${range.from}-${range.to}`;
  const port = query.transport === null ? String(query.port) : `${query.port}/${query.transport}`;
  return `${paint.bold(paint.cyan(port))}  ${paint.bold(harmless(title))}  ${paint.dim(where)}`;
}

function verdictLines({ verdict, holders }: PortAnswer, { room, paint }: PortView): readonly string[] {
  if (holders.length === 0 && verdict.level === 'expected') return [];
  return [
    `${paint.bold('Should it be so')}  ${levelMark(paint, verdict.level)}`,
    ...becauseLines(verdict, room, paint),
  ];
}
