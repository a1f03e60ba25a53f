import type { HonoRequest } from 'hono';
import { envelope } from '../../contract/envelope.ts';
import type { VoteDocument } from '../../contract/feedback.ts';
import { type Face, faces } from '../../core/feedback.ts';
import { harmlessLines } from '../../core/text.ts';
import { type LanguageTag, languages } from '../i18n/index.ts';
import { type Answer, redirect } from './answer.ts';
import { type Asked, wantsJson } from './asked.ts';
import { formOf } from './body.ts';
import { householdOf } from './connection.ts';
import { cookie, cookieNames, setCookie } from './cookies.ts';
import { jsonType, neverKept } from './headers.ts';
import { agentLinks } from './links.ts';
import { refuse } from './refusal.ts';
import { newSecret } from './secrets.ts';
import type { Site } from './site.ts';
import { isPlain, readTarget } from './target.ts';

const year = 365 * 86_400;
const longestComment = 2000;
const longestPage = 200;

interface Said {
  readonly page: string;
  readonly face: Face;
  readonly comment: string | null;
  readonly language: LanguageTag;
}

/** "Was this page helpful?": a vote, by the plain form or by a script. The one thing that any visitor may leave. */
export async function takeVote(site: Site, asked: Asked, request: HonoRequest): Promise<Answer> {
  const { visitor, headers } = asked;
  site.gate.checkOrigin(headers, visitor.connection);
  const known = cookie(headers.cookie, cookieNames.visitor);
  const mark = known !== null && /^[\w-]{43}$/.test(known) ? known : newSecret();
  slowDown(site, mark, householdOf(visitor.connection.remoteAddress));
  const said = readForm(await formOf(request));
  const kept = site.options.view.vote({ ...said, visitor: mark, at: site.options.now() });
  if (!kept) {
    throw refuse('STORE_FAILED', {
      asked: 'to keep your answer',
      found: 'the agent could not store it just now',
      todo: 'Try again later',
    });
  }
  const cookies =
    known === mark
      ? []
      : [setCookie(cookieNames.visitor, mark, { secure: visitor.connection.secure, maxAge: year })];
  if (!wantsJson(asked)) {
    const page = agentLinks(said.language).page(said.page);
    return redirect(303, `${page}?thanks=1#feedback`, { headers: {}, cookies });
  }
  const document: VoteDocument = { ...envelope('portreeve/vote/1'), page: said.page, face: said.face };
  return {
    status: 200,
    headers: { 'content-type': jsonType, 'cache-control': neverKept },
    cookies,
    body: JSON.stringify(document),
  };
}

/** A new cookie costs nothing, so that the household counts as well. */
function slowDown({ votes, options }: Site, mark: string, household: string): void {
  const now = options.now();
  const wait = Math.max(votes.visitor.wait(mark, now), votes.household.wait(household, now));
  if (wait === 0) {
    votes.visitor.take(mark, now);
    votes.household.take(household, now);
    return;
  }
  throw refuse(
    'TOO_MANY',
    {
      asked: 'to keep your answer',
      found: 'too many came in a short time',
      todo: `Wait ${wait} seconds`,
    },
    { headers: { 'retry-after': String(wait) } },
  );
}

function readForm(form: ReadonlyMap<string, string>): Said {
  const face = faces.find((one) => one === form.get('face'));
  const language = languages.find(({ tag }) => tag === (form.get('language') ?? 'en'))?.tag;
  const page = form.get('page') ?? '';
  const comment = (form.get('comment') ?? '').replaceAll('\r\n', '\n').trim();
  if (face === undefined) throw invalid('the face is none of no, partly and yes');
  if (language === undefined) throw invalid('the pages are not in that language');
  if (!isPage(page)) throw invalid('the page is none of this site');
  if (comment.length > longestComment)
    throw invalid(`the comment is longer than ${longestComment} characters`);
  return { page, face, language, comment: comment === '' ? null : harmlessLines(comment) };
}

/** A page's own path; nobody is to be sent elsewhere by it. */
function isPage(page: string): boolean {
  if (page.length > longestPage || page.startsWith('//') || page.includes('?')) return false;
  try {
    const { language, path } = readTarget(page);
    return language === null && path === page && !isPlain(page);
  } catch {
    return false;
  }
}

const invalid = (found: string): Error => refuse('REQUEST_INVALID', { asked: 'to keep your answer', found });
