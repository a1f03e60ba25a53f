import type { PortAnswer } from '../../contract/port-document.ts';
import { harmless } from '../../core/text.ts';
import type { Claim, ClaimKind, Dossier, Statement } from '../../registry/claim.ts';
import type { Footnotes } from './footnotes.ts';
import type { PortView } from './view.ts';
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
  return sections(dossier, query.port, { paint, story, statement, told, room });
}

interface Telling {
  readonly paint: PortView['paint'];
  readonly room: number;
  readonly story: boolean;
  readonly statement: (one: Statement) => string;
  readonly told: (claim: Claim) => string;
}

function sections(
  dossier: Dossier,
  port: number,
  { paint, room, story, statement, told }: Telling,
): readonly string[] {
  const chapter = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines];
  const summary = paragraph(harmless(dossier.summary), room, '  ');
  if (story) {
    const kinds = Object.keys(titles) as ClaimKind[];
    const related = dossier.related.map(({ port: other, why }) =>
      paragraph(`${other}: ${harmless(why)}`, room, '    ', '  '),
    );
    return [
      summary,
      ...kinds.flatMap((kind) =>
        chapter(titles[kind], dossier.claims.filter((claim) => claim.kind === kind).map(told)),
      ),
      ...chapter('Often said', dossier.statements.map(statement)),
      ...chapter('Belongs to the story', related),
    ];
  }
  const purpose = dossier.claims.filter(({ kind }) => kind === 'purpose').slice(0, 1);
  const wrong = dossier.statements.filter(({ finding }) => finding === 'corrected').slice(0, 2);
  const rest = dossier.claims.length + dossier.statements.length - purpose.length - wrong.length;
  return [
    summary,
    ...chapter(titles.purpose, purpose.map(told)),
    ...chapter('Often said', wrong.map(statement)),
    ...(rest === 0
      ? []
      : [
          '',
          paint.dim(paragraph(`${counted(rest, 'more cited statement')}: reeve ${port} --story`, room, '  ')),
        ]),
  ];
}

function claimText(claim: Claim, room: number, notes: Footnotes): string {
  const scope = claim.transport === undefined ? '' : `(${claim.transport}) `;
  const answer = `${scope}${harmless(claim.text)} ${notes.mark(claim.sources)}`;
  if (claim.question === undefined) return paragraph(answer, room, '  ');
  return `${paragraph(harmless(claim.question), room, '    ', '  ')}\n${paragraph(answer, room, '    ')}`;
}
