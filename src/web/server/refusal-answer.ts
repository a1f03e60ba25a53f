import type { Answer } from './answer.ts';
import { type Asked, languageOf, wantsJson } from './asked.ts';
import { errorAnswer } from './error-page.ts';
import { problemAnswer } from './problem.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { contextOf, type Site } from './site.ts';

/** A refusal for a program or for a reader. */
export function refusalAnswer(
  site: Site,
  refusal: Refusal,
  asked: Pick<Asked, 'target' | 'headers'>,
): Answer {
  site.counts.refused++;
  if (wantsJson(asked)) return problemAnswer(refusal);
  return errorAnswer(contextOf(site, asked.target, languageOf(asked), 'reader'), refusal);
}

/** What was thrown while an answer was made; told in the log where it is our fault. */
export function failureAnswer(site: Site, error: unknown, asked: Asked): Answer {
  const refusal = refusalOf(error);
  if (refusal.error.code === 'INTERNAL' || refusal.status === 500)
    site.options.log('error', 'A page could not be made', { path: asked.target.path, error });
  return refusalAnswer(site, refusal, asked);
}
