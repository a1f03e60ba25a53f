import type Database from 'libsql';
import type { Vote } from '../core/feedback.ts';

/** What is kept of a comment, whoever let a longer one through. */
const longestComment = 2000;

/** Puts a vote in place of the visitor's former one on that page, unless that one is newer. Committed when it returns. */
export function putVote(database: Database.Database, vote: Vote): void {
  const { page, visitor, face, comment, language, at } = vote;
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
