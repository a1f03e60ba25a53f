import { type Context, Hono } from 'hono';
import { mountApi } from '../api/mount.ts';
import { markAddress } from '../look/mark.ts';
import { mapFiles } from '../map/files.ts';
import { mapMachine } from '../map/machine.ts';
import { listenersCsv } from '../pages/listeners/csv.ts';
import { type Answer, redirect, toResponse } from './answer.ts';
import { assetAnswer } from './assets.ts';
import { bodyText } from './body.ts';
import { chosenEncoding, encode } from './encoding.ts';
import type { AppEnv } from './env.ts';
import { takeVote } from './feedback.ts';
import { jsonType, neverKept, revalidate } from './headers.ts';
import { webMetrics } from './metrics.ts';
import { etagOf, matches } from './page-cache.ts';
import { pageRoutes } from './pages.ts';
import { failureAnswer } from './refusal-answer.ts';
import { unknownPage, wrongMethod } from './refusal.ts';
import { pageAnswer, toLanguage } from './render.ts';
import { showSignIn, takeSignIn } from './sign-in.ts';
import type { Site } from './site.ts';
import { withoutTrailingSlash } from './target.ts';

const markPicture = decodeURIComponent(markAddress.replace(/^[^,]*,/, ''));
const plainType = 'text/plain; charset=utf-8';
const mostQuestion = 64 * 1024;

type Handler = (context: Context<AppEnv>) => Answer | Promise<Answer>;

/** Everything that is answered to whoever was let in, but for what streams. */
export function createApp(site: Site): Hono<AppEnv> {
  const app = new Hono<AppEnv>({
    getPath: (_, options) => options?.env?.asked.target.path ?? '/',
  });
  const paths = new Map<string, string[]>();
  const on = (method: 'get' | 'post', path: string, handler: Handler): void => {
    paths.set(path, [...(paths.get(path) ?? []), method === 'get' ? 'GET, HEAD' : 'POST']);
    app[method](path, async (context) => toResponse(await handler(context)));
  };

  app.use(async ({ env }, next) => {
    const clean = withoutTrailingSlash(env.asked.target);
    if (clean !== null) return toResponse(redirect(308, clean));
    await next();
    return undefined;
  });
  files(site, on);
  about(site, on);
  on('post', '/feedback', ({ env, req }) => takeVote(site, env.asked, req));
  on('get', '/sign-in', ({ env }) => toLanguage(env.asked) ?? showSignIn(site, env.asked));
  on('post', '/sign-in', ({ env, req }) => takeSignIn(site, env.asked, req));
  on('post', '/owner/store', async ({ env, req }) => {
    const answer = site.options.ownerSocket?.store;
    if (env.asked.visitor.role !== 'owner' || answer === undefined) throw unknownPage('/owner/store');
    return json(answer(await bodyText(req, mostQuestion)));
  });
  for (const route of pageRoutes)
    on('get', route.path, ({ env, req }) => pageAnswer(site, route, env.asked, req.param()));
  mountApi(app, site);
  for (const [path, taken] of paths) {
    app.all(path, ({ env }) => {
      throw wrongMethod(env.asked.method, taken.join(', '));
    });
  }

  app.notFound(({ env }) => {
    throw unknownPage(env.asked.target.path);
  });
  app.onError((error, { env }) => toResponse(failureAnswer(site, error, env.asked)));
  return app;
}

type On = (method: 'get' | 'post', path: string, handler: Handler) => void;

const json = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': jsonType, 'cache-control': neverKept },
  body,
});

const text = (status: number, body: string, type = plainType): Answer => ({
  status,
  headers: { 'content-type': type, 'cache-control': neverKept },
  body,
});

/** What pages load. */
function files(site: Site, on: On): void {
  const map = mapFiles(site.options.registry);
  on('get', '/assets/:name', ({ env: { asked }, req }) =>
    assetAnswer(site.options.assets, req.param('name') ?? '', {
      encoding: asked.headers['accept-encoding'],
      ifNoneMatch: asked.headers['if-none-match'],
    }),
  );
  on('get', '/listeners.csv', () =>
    text(200, listenersCsv(site.options.view.listeners.all()), 'text/csv; charset=utf-8'),
  );
  on('get', '/map/machine.json', () => json(JSON.stringify(mapMachine(site.options.view))));
  on('get', '/map/:name{.+}', async ({ env: { asked }, req }) => {
    const file = map.file(req.param('name') ?? '');
    if (file === null) throw unknownPage(asked.target.path);
    const encoding = chosenEncoding(asked.headers['accept-encoding']);
    const etag = etagOf(file.body);
    const headers = { 'cache-control': revalidate, vary: 'Accept-Encoding', etag: `W/${etag}` };
    if (matches(asked.headers['if-none-match'], etag)) return { status: 304, headers, body: null };
    const encoded = file.type === 'image/png' ? null : await encode(file.body, encoding);
    const coded = encoded === null ? {} : { 'content-encoding': encoding };
    return {
      status: 200,
      headers: { ...headers, ...coded, 'content-type': file.type },
      body: encoded === null ? file.body : new Uint8Array(encoded),
    };
  });
}

/** For programs that look after it. */
function about(site: Site, on: On): void {
  const { options } = site;
  on('get', '/metrics', async () =>
    text(200, `${await options.metrics()}${webMetrics(site)}`, 'text/plain; version=0.0.4; charset=utf-8'),
  );
  on('get', '/health/live', () => text(200, 'ok\n'));
  on('get', '/health/ready', () =>
    options.view.status().ready
      ? text(200, 'ok\n')
      : text(503, 'not ready: the first look is not made yet\n'),
  );
  on('get', '/favicon.ico', () => ({
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
    body: markPicture,
  }));
  // What is about a machine is for nobody to index.
  on('get', '/robots.txt', () => text(200, 'User-agent: *\nDisallow: /\n'));
}
