import { harmless } from '../../core/text.ts';
import { layout } from '../look/layout.ts';
import type { PageContext } from '../page.ts';
import { problemPage } from '../pages/problem.ts';
import type { Answer } from './answer.ts';
import { htmlType, neverKept } from './headers.ts';
import type { Refusal } from './refusal.ts';

/** What went wrong, in the reader's language. */
export function errorAnswer(context: PageContext, { status, headers, error }: Refusal): Answer {
  const { asked, found, todo } = error.explanation;
  const page = problemPage(context, {
    status,
    code: error.code,
    asked: harmless(asked),
    found: harmless(found),
    ...(todo === undefined ? {} : { todo: harmless(todo) }),
  });
  return {
    status,
    headers: { ...headers, 'content-type': htmlType, 'cache-control': neverKept },
    // Nobody is asked whether an error was helpful.
    body: layout({ ...context, feedback: null }, page),
  };
}

/** Where not even the request could be read: for the bare socket. */
export const bareError = (status: 400 | 408 | 431): string => {
  const text = {
    400: 'This request cannot be understood.',
    408: 'The request took too long.',
    431: 'The headers of this request are too long.',
  }[status];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title><h1>${status}</h1><p>${text}</p></html>\n`;
};
