import { STATUS_CODES } from 'node:http';
import type { ProblemDocument } from '../../contract/problem.ts';
import { askedText } from '../../core/errors.ts';
import { harmless } from '../../core/text.ts';
import type { Answer } from './answer.ts';
import { neverKept, problemType } from './headers.ts';
import type { Refusal } from './refusal.ts';

/** A refusal as RFC 9457 has it. The type names the error's row in `docs/errors.md`. */
const toProblem = ({ error, status }: Refusal): ProblemDocument => ({
  type: `urn:portreeve:docs:errors#${error.code}`,
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail: harmless(`${askedText(error.explanation.asked)}: ${error.explanation.found}.`),
  code: error.code,
  todo: error.explanation.todo === undefined ? null : harmless(error.explanation.todo),
});

export const problemAnswer = (refusal: Refusal): Answer => ({
  status: refusal.status,
  headers: { ...refusal.headers, 'content-type': problemType, 'cache-control': neverKept },
  body: `${JSON.stringify(toProblem(refusal), null, 2)}\n`,
});
