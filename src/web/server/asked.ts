import type { IncomingHttpHeaders } from 'node:http';
import { type LanguageTag, negotiate } from '../i18n/index.ts';
import { cookie, cookieNames } from './cookies.ts';
import type { Visitor } from './gate.ts';
import { readTarget, type Target } from './target.ts';

/** A request that was let in, as everybody further on has it. */
export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly target: Target;
  readonly visitor: Visitor;
}

const memory = new Map<string, LanguageTag>();

/** The language of a bare path, kept: browsers send few different headers. */
export function bareLanguage(headers: IncomingHttpHeaders): LanguageTag {
  const accepted = headers['accept-language'] ?? '';
  const chosen = cookie(headers.cookie, cookieNames.language);
  if (accepted === '' && chosen === null) return 'en';
  const key = `${chosen ?? ''}\n${accepted}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const tag = negotiate(accepted, chosen);
  if (memory.size < 200 && key.length < 300) memory.set(key, tag);
  return tag;
}

export const languageOf = ({ target, headers }: Pick<Asked, 'target' | 'headers'>): LanguageTag =>
  target.language ?? bareLanguage(headers);

/** A script or a program rather than somebody who reads. */
export function wantsJson({ target, headers }: Pick<Asked, 'target' | 'headers'>): boolean {
  // A page's own form is sent by somebody who reads.
  if (isForm(headers)) return false;
  if (target.path.startsWith('/api/') || target.path.startsWith('/owner/')) return true;
  const accept = headers.accept ?? '';
  return /\bapplication\/(?:problem\+)?json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);
}

const isForm = (headers: IncomingHttpHeaders): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '') &&
  !/\bapplication\/json\b/i.test(headers.accept ?? '');

/** The language of the page of ours that a form was sent from. */
export function languageBefore({ referer }: IncomingHttpHeaders): LanguageTag | null {
  try {
    return readTarget(new URL(referer ?? '').pathname).language;
  } catch {
    return null;
  }
}
