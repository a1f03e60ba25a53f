import { z } from 'zod';
import { faces } from '../core/feedback.ts';
import { head } from './parts.ts';

const count = z.int().min(0);

/** `portreeve/feedback/1` */
export const feedbackDocument = z.strictObject({
  ...head('portreeve/feedback/1'),
  votes: z
    .array(
      z.strictObject({
        id: z.int(),
        page: z.string(),
        face: z.enum(faces),
        comment: z.string().nullable(),
        language: z.string(),
        at: z.iso.datetime().nullable(),
      }),
    )
    .describe('The newest first'),
  more: z.boolean().describe('There are more than the limit'),
  pages: z
    .array(z.strictObject({ page: z.string(), no: count, partly: count, yes: count }))
    .describe('Those with the most votes first'),
});

/** `portreeve/vote/1`: what a vote by script is answered */
export const voteDocument = z.strictObject({
  ...head('portreeve/vote/1'),
  page: z.string(),
  face: z.enum(faces),
});

export type FeedbackDocument = z.infer<typeof feedbackDocument>;
export type VoteDocument = z.infer<typeof voteDocument>;
