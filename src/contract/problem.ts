import { z } from 'zod';
import { errorCatalogue } from '../core/errors.ts';

/** A problem as RFC 9457 has it, sent as `application/problem+json`. */
export const problemDocument = z.strictObject({
  type: z.string().describe('Where the problem is explained; about:blank: the status says all'),
  title: z.string().describe('The same for all problems of the type'),
  status: z.int().min(400).max(599),
  detail: z.string().describe('What was asked and what was found'),
  code: z
    .enum(Object.keys(errorCatalogue) as [string, ...string[]])
    .nullable()
    .describe('As in portreeve/error/1'),
  todo: z.string().nullable(),
});

export type ProblemDocument = z.infer<typeof problemDocument>;
