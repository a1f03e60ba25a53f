import type Database from 'libsql';
import { fail } from '../core/errors.ts';
import type { Vote } from '../core/feedback.ts';

/** What is kept of a comment, whoever let a longer one through. */
const longestComment = 2000;
/** What strangers may leave must not fill the disk, nor push out what was seen: beyond it only former votes change. */
const mostVotes = 20_000;

/** Puts a vote in place of the visitor's former one on that page, unless that one is newer. Committed when it returns. */
export function putVote(database: Database.Database, vote: Vote): void {
  const { page, visitor, face, comment, language, at } = vote;
  if (isFull(database, vote))
    throw fail('STORE_FAILED', { asked: 'to keep a vote', found: `there are ${mostVotes} already` });
  database
    .prepare(
      `INSERT INTO votes (page, visitor, face, comment, language, at)
       VALUES (:page, :visitor, :face, :comment, :language, :at)
       ON CONFLICT (page, visitor) DO UPDATE SET (face, comment, language, at) = (:face, :comment, :language, :at)
       WHERE at <= :at`,
    )
    .run({
      page,
      visitor,
      face,
      language,
      comment: comment?.slice(0, longestComment) ?? null,
      at: Math.floor(at),
    });
}

function isFull(database: Database.Database, { page, visitor }: Vote): boolean {
  const { full } = database
    .prepare(
      `SELECT (SELECT count(*) FROM votes) >= :most
          AND NOT EXISTS (SELECT 1 FROM votes WHERE page = :page AND visitor = :visitor) AS full`,
    )
    .get({ most: mostVotes, page, visitor }) as { readonly full: number };
  return full === 1;
}
