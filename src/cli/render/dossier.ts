import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import type { Claim, ClaimKind, Statement } from '../../registry/claim.ts';
import type { Footnotes } from './footnotes.ts';
import type { PortView } from './port.ts';
import { counted, paragraph } from './text.ts';

const titles: Readonly<Record<ClaimKind, string>> = {
  purpose: 'What it is for',
  history: 'The story',
  lifecycle: 'Living or retired',
  'use-today': 'Who uses it today',
  risk: 'Security',
  tooling: 'What tools call it',
  correction: 'Often wrong',
  faq: 'Questions',
};

const signs = { confirmed: '✓', corrected: '✗', unsupported: '~' } as const;

/** Without `--story` the summary, the purpose and what is often said wrongly; with it all. */
export function dossierLines(
  { dossier, query }: PortAnswer,
  view: PortView,
  notes: Footnotes,
): readonly string[] {
  if (dossier === null) return [];
  const { room, paint, story } = view;
  const statement = (one: Statement): string =>
    paragraph(
      `${signs[one.finding]} “${harmless(one.says)}”: ${one.finding}. ${harmless(one.text)} ${notes.mark(one.sources)}`,
      room,
      '    ',
      '  ',
    );
  const told = (claim: Claim): string => claimText(claim, room, notes);
  if (!story) {
    const purpose = dossier.claims.filter(({ kind }) => kind === 'purpose').slice(0, 1);
    const wrong = dossier.statements.filter(({ finding }) => finding === 'corrected');
    const rest = dossier.claims.length + dossier.statements.length - purpose.length - wrong.length;
    return [
      paragraph(harmless(dossier.summary), room, '  '),
      ...purpose.map(told),
      ...(wrong.length === 0 ? [] : [paint.bold('Often said'), ...wrong.map(statement)]),
      ...(rest === 0
        ? []
        : [paint.dim(`  ${counted(rest, 'more cited statement')}: reeve ${query.port} --story`)]),
    ];
  }
  const chapters = (Object.keys(titles) as ClaimKind[]).flatMap((kind) => {
    const claims = dossier.claims.filter((claim) => claim.kind === kind);
    return claims.length === 0 ? [] : [paint.bold(titles[kind]), ...claims.map(told)];
  });
  const said =
    dossier.statements.length === 0 ? [] : [paint.bold('Often said'), ...dossier.statements.map(statement)];
  const related = dossier.related.map(({ port, why }) =>
    paragraph(`${port}: ${harmless(why)}`, room, '    ', '  '),
  );
  return [
    paragraph(harmless(dossier.summary), room, '  '),
    ...chapters,
    ...said,
    ...(related.length === 0 ? [] : [paint.bold('Belongs to the story'), ...related]),
  ];
}

function claimText(claim: Claim, room: number, notes: Footnotes): string {
  const scope = claim.transport === undefined ? '' : `(${claim.transport}) `;
  const answer = `${scope}${harmless(claim.text)} ${notes.mark(claim.sources)}`;
  if (claim.question === undefined) return paragraph(answer, room, '  ');
  return `${paragraph(harmless(claim.question), room, '    ', '  ')}\n${paragraph(answer, room, '    ')}`;
}
