import type { Answer } from './answer.ts';
import { type Asked, languageOf, wantsJson } from './asked.ts';
import { errorAnswer } from './error-page.ts';
import { problemAnswer } from './problem.ts';
import type { Refusal } from './refusal.ts';
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
