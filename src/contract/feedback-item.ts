import { isoTime } from '../core/time.ts';
import type { FeedbackList } from '../store/index.ts';
import { envelope } from './envelope.ts';
import type { FeedbackDocument } from './feedback.ts';

/** `portreeve/feedback/1` */
export const toFeedbackDocument = ({ votes, more, pages }: FeedbackList): FeedbackDocument => ({
  ...envelope('portreeve/feedback/1'),
  votes: votes.map(({ id, vote }) => ({
    id,
    page: vote.page,
    face: vote.face,
    comment: vote.comment,
    language: vote.language,
    at: isoTime(vote.at),
  })),
  more,
  pages: pages.map(({ page, no, partly, yes }) => ({ page, no, partly, yes })),
});
