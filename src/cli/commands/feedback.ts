import { toFeedbackDocument } from '../../contract/feedback-item.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { type Face, faces } from '../../core/feedback.ts';
import { moment } from '../../answer/index.ts';
import type { FeedbackList, FeedbackQuery, StoredVote } from '../../store/index.ts';
import { askStore } from '../asking.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { ago } from '../render/knocks/ago.ts';
import { type Column, table } from '../render/table.ts';
import { counted, paragraph } from '../render/text.ts';

export interface FeedbackOptions {
  readonly page?: string;
  readonly since?: string;
  readonly limit: number;
  readonly json?: true;
}

const signs: Readonly<Record<Face, string>> = { no: '😔', partly: '🤨', yes: '😃' };
const words: Readonly<Record<Face, string>> = { no: 'no', partly: 'partly', yes: 'yes' };

/** `reeve feedback`: 0 where there is a vote, 2 where there is none. */
export async function feedback(context: Context, options: FeedbackOptions): Promise<ExitCode> {
  const now = Date.now() * 1000;
  const query: FeedbackQuery = {
    limit: options.limit,
    ...(options.page === undefined ? {} : { page: pageOf(options.page) }),
    ...(options.since === undefined ? {} : { since: moment('since', options.since, now) }),
  };
  const { answer: found } = await askStore(context, { ask: 'feedback', query });
  if (options.json) context.out(toJson(toFeedbackDocument(found)));
  else context.out(`${text(found, query, now, context)}\n`);
  return found.votes.length === 0 ? 2 : 0;
}

/** A page's path; of a port's the number is enough. @throws ReeveError `USAGE` */
function pageOf(asked: string): string {
  const page = /^\d{1,5}(?:\/[a-z]+)?$/.test(asked) ? `/ports/${asked}` : asked;
  if (page.startsWith('/') && page.length <= 200) return page;
  throw fail('USAGE', {
    asked: `votes about the page ${JSON.stringify(asked.slice(0, 60))}`,
    found: 'that is no path of a page',
    todo: 'Write it as --page /ports/2504 or --page 2504',
  });
}

function text(found: FeedbackList, query: FeedbackQuery, now: number, { columns, paint }: Context): string {
  const narrowed = query.page !== undefined || query.since !== undefined;
  if (found.votes.length === 0) return narrowed ? 'No vote fits.' : 'Nobody has voted yet.';
  const pages: readonly Column<FeedbackList['pages'][number]>[] = [
    { head: 'PAGE', cell: ({ page }) => page, least: 12 },
    ...faces.map((face) => ({
      head: `${signs[face]} ${words[face]}`,
      cell: (row: FeedbackList['pages'][number]) => String(row[face]),
      align: 'right' as const,
    })),
  ];
  const votes: readonly Column<StoredVote>[] = [
    { head: 'WHEN', cell: ({ vote }) => ago(vote.at, now) },
    { head: 'VOTE', cell: ({ vote }) => `${signs[vote.face]} ${words[vote.face]}` },
    { head: 'IN', cell: ({ vote }) => vote.language, spare: 1 },
    { head: 'PAGE', cell: ({ vote }) => vote.page, least: 10 },
    { head: 'COMMENT', cell: ({ vote }) => vote.comment ?? '', least: 16 },
  ];
  const note = `the newest ${counted(found.votes.length, 'vote')}; there are more, see --limit`;
  return [
    ...table(found.pages, pages, columns, paint.dim),
    '',
    ...table(found.votes, votes, columns, paint.dim),
    ...(found.more ? ['', paint.dim(paragraph(note, columns, ''))] : []),
  ].join('\n');
}
