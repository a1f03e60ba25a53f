import type { Context, Hono, HonoRequest } from 'hono';
import { z } from 'zod';
import type { ErrorCode } from '../../core/errors.ts';
import { type Asked, languageBefore, wantsJson } from '../server/asked.ts';
import { type Answer, redirect, toResponse } from '../server/answer.ts';
import { bodyText, jsonOf } from '../server/body.ts';
import { chosenEncoding, encode } from '../server/encoding.ts';
import type { AppEnv } from '../server/env.ts';
import { jsonType, neverKept, revalidate } from '../server/headers.ts';
import { agentLinks } from '../server/links.ts';
import { etagOf, matches } from '../server/page-cache.ts';
import { refuse, wrongMethod } from '../server/refusal.ts';
import type { Site } from '../server/site.ts';
import type { ApiRoute } from './route.ts';
import { apiRoutes } from './routes/index.ts';

const base = '/api/v1';
const mostBody = 16 * 1024;

/** Every route of the table, and 405 for what their addresses do not take. */
export function mountApi(app: Hono<AppEnv>, site: Site): void {
  const methods = new Map<string, string[]>();
  for (const route of apiRoutes) {
    const path = base + route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methods.set(path, [...(methods.get(path) ?? []), route.method]);
    if (route.run === null) continue;
    const checks = checksOf(route);
    app[route.method](path, async (context) => toResponse(await answer(site, route, checks, context)));
  }
  for (const [path, taken] of methods) {
    const allow = taken.map((one) => (one === 'get' ? 'GET, HEAD' : one.toUpperCase())).join(', ');
    app.all(path, ({ env }) => {
      throw wrongMethod(env.asked.method, allow);
    });
  }
}

interface Checks {
  readonly params: z.ZodType;
  readonly query: z.ZodType;
}

const checksOf = ({ params, query }: ApiRoute): Checks => ({
  params: z.strictObject(params),
  query: z.strictObject(query),
});

async function answer(
  site: Site,
  route: ApiRoute,
  checks: Checks,
  { env: { asked }, req }: Context<AppEnv>,
): Promise<Answer> {
  checkAccess(site, route, asked);
  const request = {
    site,
    visitor: asked.visitor,
    params: checked(checks.params, req.param(), 'address'),
    query: checked(checks.query, once(asked.target.query), 'question'),
    body: route.body === null ? null : checked(route.body, await bodyOf(req), 'document'),
    now: site.options.now(),
  };
  const document = await route.run?.(request as never);
  if (route.leadsTo !== undefined && !wantsJson(asked)) {
    const links = agentLinks(languageBefore(asked.headers) ?? 'en');
    return redirect(303, links.page(route.leadsTo(document as never)));
  }
  return await documentAnswer(document, route.kept, asked);
}

/** A document; the fields of a page's form are made one. */
async function bodyOf(request: HonoRequest): Promise<unknown> {
  const text = await bodyText(request, mostBody);
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.header('content-type') ?? ''))
    return jsonOf(text);
  const read = (value: string): unknown => {
    if (value === 'true' || value === 'false') return value === 'true';
    return /^\d{1,15}$/.test(value) ? Number(value) : value;
  };
  return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, read(value)]));
}

/** A document as it is sent; what may be kept bears an ETag that the moment of its making does not change. */
async function documentAnswer(document: unknown, kept: boolean, { headers: sent }: Asked): Promise<Answer> {
  const body = Buffer.from(`${JSON.stringify(document)}\n`);
  const headers: Record<string, string> = {
    'content-type': jsonType,
    'cache-control': kept ? revalidate : neverKept,
    vary: 'Accept-Encoding, Cookie',
  };
  if (kept) {
    const lasting = JSON.stringify({ ...(document as object), generatedAt: null });
    headers['etag'] = `W/${etagOf(Buffer.from(lasting))}`;
    if (matches(sent['if-none-match'], headers['etag'].slice(2))) return { status: 304, headers, body: null };
  }
  const encoding = chosenEncoding(sent['accept-encoding']);
  const encoded = await encode(body, encoding);
  if (encoded === null) return { status: 200, headers, body };
  return {
    status: 200,
    headers: { ...headers, 'content-encoding': encoding },
    body: new Uint8Array(encoded),
  };
}

function checkAccess(site: Site, { access, method }: ApiRoute, { visitor, headers }: Asked): void {
  const may =
    access === 'reader' || visitor.role === 'owner' || (access === 'operator' && visitor.role === 'operator');
  if (!may) {
    throw refuse('OPERATOR_NEEDED', {
      asked: 'what changes or shows something of the owner',
      found: access === 'owner' ? "only the owner's socket takes it" : 'nobody is signed in',
      todo: 'Use the command line, or sign in with a link from reeve sign-in',
    });
  }
  if (method === 'post') site.gate.checkOrigin(headers, visitor.connection);
}

/** Each parameter once: of two, two readers would take different ones. */
function once(query: string): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(query)];
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at || name === '__proto__');
  if (twice === undefined) return Object.fromEntries(pairs);
  throw refuse('REQUEST_INVALID', {
    asked: JSON.stringify(twice.slice(0, 40)),
    found: 'it is given twice, or there is no such parameter',
    todo: 'See /api/v1/openapi.json for what it takes',
  });
}

const codes: Readonly<Record<string, ErrorCode>> = {
  port: 'PORT_INVALID',
  in: 'PORT_INVALID',
  transport: 'TRANSPORT_INVALID',
};

/** @throws Refusal that names the first thing that is wrong */
function checked(type: z.ZodType, value: unknown, what: 'address' | 'question' | 'document'): unknown {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? '').slice(0, 40);
  const given = name === '' ? undefined : (value as Record<string, unknown> | null)?.[name];
  const asked =
    typeof given === 'string' ? `${name} = ${JSON.stringify(given.slice(0, 60))}` : `this ${what}`;
  const message = issue?.message ?? 'it is not as it should be';
  throw refuse(codes[name] ?? 'REQUEST_INVALID', {
    asked,
    found: given === undefined && name !== '' ? `${name}: ${message}` : message,
    todo: 'See /api/v1/openapi.json for what it takes',
  });
}
