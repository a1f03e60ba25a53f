import type { HonoRequest } from 'hono';
import { layout } from '../look/layout.ts';
import { type SignIn, signInPage } from '../pages/sign-in.ts';
import { type Answer, redirect } from './answer.ts';
import { type Asked, languageOf } from './asked.ts';
import { formOf } from './body.ts';
import { cookie, cookieNames, setCookie } from './cookies.ts';
import { htmlType, neverKept } from './headers.ts';
import { agentLinks } from './links.ts';
import { Refusal } from './refusal.ts';
import { sessionSeconds } from './sessions.ts';
import { contextOf, type Site } from './site.ts';
import { readTarget } from './target.ts';

/** The page with the form that fits: nothing is used up by looking at it. */
export function showSignIn(site: Site, asked: Asked): Answer {
  const query = new URLSearchParams(asked.target.query);
  const code = query.get('code');
  if (asked.visitor.role === 'operator') return formAnswer(site, asked, { kind: 'signed-in' });
  if (code === null) return formAnswer(site, asked, { kind: 'token', failed: false });
  const open = code.length <= 64 && site.gate.sessions.isOpen(code, site.options.now());
  return formAnswer(site, asked, open ? { kind: 'link', code } : { kind: 'link-spent' });
}

/** Signs in by a token or a link's code, or signs out. */
export async function takeSignIn(site: Site, asked: Asked, request: HonoRequest): Promise<Answer> {
  const { connection } = asked.visitor;
  site.gate.checkOrigin(asked.headers, connection);
  const form = await formOf(request);
  const links = agentLinks(languageOf(asked));
  const cookieOf = (value: string, maxAge: number): readonly string[] => [
    setCookie(cookieNames.session, value, { secure: connection.secure, maxAge }),
  ];
  if (form.has('out')) {
    const secret = cookie(asked.headers.cookie, cookieNames.session);
    if (secret !== null) site.gate.sessions.end(secret);
    return redirect(303, links.page('/'), { headers: {}, cookies: cookieOf('', 0) });
  }
  const code = form.get('code');
  try {
    const secret =
      code === undefined
        ? site.gate.signIn((form.get('token') ?? '').slice(0, 512), connection)
        : site.gate.redeem(code.slice(0, 64), connection);
    const next = form.get('next') ?? '';
    return redirect(303, isLocal(next) ? next : links.page('/'), {
      headers: {},
      cookies: cookieOf(secret, sessionSeconds),
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.error.code !== 'SIGN_IN_NEEDED') throw error;
    return formAnswer(
      site,
      asked,
      code === undefined ? { kind: 'token', failed: true } : { kind: 'link-spent' },
    );
  }
}

function formAnswer(site: Site, asked: Asked, form: SignIn): Answer {
  const { target, visitor } = asked;
  const context = { ...contextOf(site, target, languageOf(asked), visitor.role), feedback: null };
  const next = context.query.get('next');
  const page = signInPage(context, form, {
    action: context.links.page('/sign-in'),
    next: next !== null && isLocal(next) ? next : null,
  });
  return {
    status: page.status,
    headers: { 'content-type': htmlType, 'cache-control': neverKept, vary: 'Accept-Language, Cookie' },
    body: layout(context, page),
  };
}

/** Back to where one came from, and never to another site. */
function isLocal(address: string): boolean {
  if (address.length > 500 || !address.startsWith('/') || address.startsWith('//')) return false;
  try {
    return !readTarget(address).path.startsWith('//');
  } catch {
    return false;
  }
}
