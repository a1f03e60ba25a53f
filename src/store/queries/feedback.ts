import { type Face, faces } from '../../core/feedback.ts';
import type { Connection } from '../database.ts';
import { count, list, object, oneOf, orNull, read, text, whole } from '../parse/check.ts';
import type { FeedbackList, FeedbackQuery, StoredVote } from '../store.ts';
import { hasTable } from './has-table.ts';
import type { Statement } from './knocks.ts';
import { wanted } from './wanted.ts';

const mostPages = 100;

const row = object<StoredVote['vote'] & { readonly id: number }>({
  id: whole,
  page: text,
  face: oneOf(faces),
  comment: orNull(text),
  language: text,
  at: whole,
});

const tallies = list(
  object<FeedbackList['pages'][number]>({ page: text, no: count, partly: count, yes: count }),
);

/** Whose vote it is, is asked for nowhere. */
export function voteStatement({ page, since, limit }: FeedbackQuery): Statement {
  const { where, values } = wanted({ 'page = ?': page, 'at >= ?': since });
  return {
    sql: `SELECT id, page, face, comment, language, at FROM votes ${where} ORDER BY at DESC, id DESC LIMIT ?`,
    values: [...values, limit + 1],
  };
}

/** None from a file that was not brought to version 2 yet. */
export function feedback(database: Connection, query: FeedbackQuery): FeedbackList {
  if (!hasTable(database, 'votes')) return { votes: [], more: false, pages: [] };
  const { sql, values } = voteStatement(query);
  const rows = database.prepare(sql).all(...values);
  const votes = rows.slice(0, query.limit).map(storedVote);
  return {
    votes: votes.filter((one) => one !== null),
    more: rows.length > query.limit,
    pages: talliesOf(database, query),
  };
}

const facesCounted = faces.map((face: Face) => `sum(face = '${face}') AS ${face}`).join(', ');

function talliesOf(database: Connection, { page, since }: FeedbackQuery): FeedbackList['pages'] {
  const { where, values } = wanted({ 'page = ?': page, 'at >= ?': since });
  const statement = database.prepare(
    `SELECT page, ${facesCounted} FROM votes ${where}
     GROUP BY page ORDER BY count(*) DESC, page LIMIT ${mostPages}`,
  );
  return tallies(statement.all(...values));
}

function storedVote(value: unknown): StoredVote | null {
  const found = read(row, value);
  if (found === null) return null;
  const { id, ...vote } = found;
  return { id, vote };
}
