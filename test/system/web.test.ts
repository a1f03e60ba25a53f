import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Web } from '../../src/web/index.ts';
import { startServer } from '../../src/web/server/start.ts';
import { type Harness, harness } from '../web/server/harness.ts';
import { portOf, raw, statusOf } from './web-raw.ts';

let home: Harness;
let web: Web;
let port = 0;
let base = '';
const folder = mkdtempSync(path.join(tmpdir(), 'reeve-web-'));
const socket = path.join(folder, 'owner.sock');
const door = createServer();
let owned = true;

beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(socket, resolve));
  home = harness({
    ownerSocket: { server: door, mayUse: () => owned, store: (question) => `{"heard":${question}}` },
  });
  web = await startServer(home.options, { headersTimeout: 1000, requestTimeout: 1500 });
  port = portOf(web.addresses[0]);
  base = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await web.close(100);
  home[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(base + url, { headers, redirect: 'manual' });

const asIs = (head: string): Promise<string> =>
  raw({ port }, `${head}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);

describe('pages over a real socket', () => {
  test.each([
    '/',
    '/ports/443',
    '/ports/443/udp',
    '/ranges',
    '/ranges/system',
    '/search?q=ssh',
    '/listeners',
    '/knocks',
    '/knocks?since=30d&tool=zmap',
    '/sources/198.51.100.99',
    '/events/e1',
    '/about',
  ])('%s', async (url) => {
    const answer = await get(url, { 'accept-encoding': 'identity' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const text = await answer.text();
    expect(text).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
    expect(Number(answer.headers.get('content-length') ?? Buffer.byteLength(text))).toBe(
      Buffer.byteLength(text),
    );
  });

  it('are the same from memory, under the same headers, and not sent twice', async () => {
    const first = await get('/ports/5432', { 'accept-encoding': 'identity' });
    const again = await get('/ports/5432', { 'accept-encoding': 'identity' });
    const common = (answer: Response) =>
      Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));
    expect(await again.text()).toBe(await first.text());
    expect(common(again)).toEqual(common(first));
    const etag = again.headers.get('etag') ?? '';
    const known = await get('/ports/5432', { 'if-none-match': etag, 'accept-encoding': 'identity' });
    expect([known.status, await known.text()]).toEqual([304, '']);
    const metrics = await (await get('/metrics')).text();
    expect(Number(/reeve_pages_from_cache_total (\d+)/.exec(metrics)?.[1])).toBeGreaterThanOrEqual(2);
    home.machine.announce({ type: 'status' });
    const anew = await get('/ports/5432', { 'accept-encoding': 'identity' });
    expect(anew.status).toBe(200);
  });

  it('are compressed as asked, in a form of their own each', async () => {
    const etags = new Set<string | null>();
    for (const encoding of ['identity', 'gzip', 'br']) {
      for (let time = 0; time < 2; time++) {
        const answer = await get('/ports/22', { 'accept-encoding': encoding });
        expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
        expect(await answer.text()).toContain('</html>');
        etags.add(answer.headers.get('etag'));
      }
    }
    expect(etags.size).toBe(3);
  });

  it('are told of by HEAD, without a body', async () => {
    for (const url of ['/ports/21', '/ports/21', '/about', '/api/v1/status', '/assets/app.0123456789.js']) {
      const answer = await asIs(`HEAD ${url} HTTP/1.1`);
      expect([url, statusOf(answer)]).toEqual([url, 200]);
      expect(answer.split('\r\n\r\n')[1]).toBe('');
      expect(Number(/content-length: (\d+)/i.exec(answer)?.[1])).toBeGreaterThan(0);
    }
  });

  it('bear what keeps foreign things away, refusals too', async () => {
    for (const url of ['/', '/ports/443', '/ports/443', '/nothing', '/api/v1/status', '/ports/99999']) {
      const { headers } = await get(url);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('have their files, kept for good under names that change', async () => {
    const answer = await get('/assets/app.0123456789.js', { 'accept-encoding': 'identity' });
    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'start();',
    ]);
    expect((await get('/assets/../package.json')).status).toBe(404);
    expect((await get('/assets/app.js')).status).toBe(404);
    expect((await get('/map/base.bin')).status).toBe(200);
    expect(await (await get('/map/machine.json')).json()).toMatchObject({ at: expect.any(String) as string });
  });

  it('are for people and for those who look after it', async () => {
    expect(await (await get('/health/live')).text()).toBe('ok\n');
    expect((await get('/health/ready')).status).toBe(200);
    expect(await (await get('/metrics')).text()).toContain('reeve_up 1\n');
    expect(await (await get('/robots.txt')).text()).toContain('Disallow: /');
  });
});

describe('the language of a page', () => {
  it('is that of the address, of the choice, of the browser, and English', async () => {
    const where = async (url: string, headers: Record<string, string>) => {
      const answer = await get(url, headers);
      return [answer.status, answer.headers.get('location')];
    };
    const bengali = { 'accept-language': 'bn-BD,bn;q=0.9,en;q=0.5' };
    expect(await where('/ports/443', bengali)).toEqual([302, '/bn/ports/443']);
    expect(await where('/ports/443', { ...bengali, cookie: 'lang=en' })).toEqual([200, null]);
    expect(await where('/ports/443', { cookie: 'lang=sd' })).toEqual([302, '/sd/ports/443']);
    expect(await where('/?q=1', { 'accept-language': 'id' })).toEqual([302, '/id?q=1']);
    expect(await where('/api/v1/status', bengali)).toEqual([200, null]);
    expect((await get('/ports/443', bengali)).headers.get('vary')).toContain('Accept-Language');
    const english = await get('/en/ports/443', bengali);
    expect([english.status, english.headers.get('location')]).toEqual([302, '/ports/443']);
    expect(english.headers.get('set-cookie')).toMatch(
      /^lang=en; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    for (const [tag, url] of ['bn', 'id', 'sd'].flatMap((tag) => [
      [tag, `/${tag}`] as const,
      [tag, `/${tag}/ports/443`] as const,
    ])) {
      const answer = await get(url);
      expect(await answer.text()).toContain(`<html lang="${tag}" dir="${tag === 'sd' ? 'rtl' : 'ltr'}">`);
    }
  });

  it('changes with the address for who once chose', async () => {
    for (let time = 0; time < 2; time++) {
      const answer = await get('/bn/ports/80', { cookie: 'lang=en' });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([
        200,
        expect.stringMatching(/^lang=bn;/) as string,
      ]);
      expect((await get('/bn/ports/80')).headers.get('set-cookie')).toBeNull();
    }
  });

  it('is no part of what is in no language', async () => {
    expect((await get('/bn/api/v1/status')).status).toBe(404);
    expect((await get('/bn/metrics')).status).toBe(404);
  });
});

describe('bad input', () => {
  test.each([
    ['/ports/2504abc', 400],
    ['/ports/-1', 400],
    ['/ports/65536', 400],
    ['/ports/02504', 400],
    ['/ports/%E0%A7%A8%E0%A7%AB', 400],
    ['/ports/443/icmp', 400],
    [`/ports/${'4'.repeat(3000)}`, 400],
    [`/${'a'.repeat(5000)}`, 414],
    ['/%zz', 400],
    ['/%', 400],
    ['/%ff', 400],
    ['/search?q=%c3%28', 400],
    ['/ports/22%00', 400],
    ['/search?q=%00', 400],
    ['/a\\b', 400],
    ['/ranges/huge', 404],
    ['/nothing/here', 404],
    ['/listeners/x/y/z', 404],
  ])('%s is %i, in words', async (url, status) => {
    const answer = await asIs(`GET ${url} HTTP/1.1`);
    expect(statusOf(answer)).toBe(status);
    expect(answer).toContain('<html lang="en" dir="ltr">');
    const json = await raw(
      { port },
      `GET ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nConnection: close\r\n\r\n`,
    );
    expect([statusOf(json), /application\/problem\+json/.test(json)]).toEqual([status, true]);
  });

  it('oversized headers are 431, no HTTP 400, another form of address 400', async () => {
    expect(statusOf(await asIs(`GET / HTTP/1.1\r\nX-Big: ${'x'.repeat(20_000)}`))).toBe(431);
    expect(statusOf(await raw({ port }, '\u0016\u0003\u0001 hello\r\n\r\n'))).toBe(400);
    expect(statusOf(await asIs('GET http://127.0.0.1/ HTTP/1.1'))).toBe(400);
    expect(statusOf(await raw({ port }, 'GET / HTTP/1.1\r\n\r\n'))).toBe(400);
  });

  it.each([
    ['two hosts', 400, 'GET /ports/22 HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example'],
    ['no host', 400, 'GET /ports/22 HTTP/1.1'],
    ['no host, as HTTP/1.0 may', 421, 'GET /ports/22 HTTP/1.0'],
    ['no port of a host', 421, 'GET /about HTTP/1.1\r\nHost: 127.0.0.1:99999'],
    ['what nobody can meet', 417, 'GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: a miracle'],
    [
      'a body said twice',
      400,
      'POST /feedback HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nContent-Length: 5',
    ],
    [
      'a body of two kinds',
      400,
      'POST /feedback HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked',
    ],
    [
      'a thousand more lines than fit',
      431,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${'A: b\r\n'.repeat(10_000)}X: y`,
    ],
  ])('%s: %i, with the headers that keep foreign things away', async (_, status, head) => {
    const answer = await raw({ port }, `${head}\r\nConnection: close\r\n\r\n`);
    expect(statusOf(answer)).toBe(status);
    expect(answer).toMatch(/\r\ncontent-security-policy: default-src 'none';/i);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('oversized bodies are 413, announced or not', async () => {
    const head = `POST /feedback HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${base}\r\nContent-Type: application/x-www-form-urlencoded`;
    expect(statusOf(await raw({ port }, `${head}\r\nContent-Length: 99999999\r\n\r\npage=`))).toBe(413);
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const chunked = await raw(
      { port },
      `${head}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}0\r\n\r\n`,
    );
    expect(statusOf(chunked)).toBe(413);
  });

  it('methods that an address does not take are 405', async () => {
    for (const [method, url, allow] of [
      ['POST', '/ports/22', 'GET, HEAD'],
      ['DELETE', '/', 'GET, HEAD'],
      ['GET', '/feedback', 'POST'],
      ['PUT', '/sign-in', 'GET, HEAD, POST'],
    ] as const) {
      const answer = await fetch(base + url, { method });
      expect([url, answer.status, answer.headers.get('allow')]).toEqual([url, 405, allow]);
    }
  });

  it('slashes at the end lead to the page, and to no other host', async () => {
    for (const [url, location] of [
      ['/ports/22/', '/ports/22'],
      ['/bn/', '/bn'],
      ['/bn/ports/22//?a=b', '/bn/ports/22?a=b'],
      ['//evil.example/', '/evil.example'],
      ['/%2fevil.example/', '/%2fevil.example'],
    ] as const) {
      const answer = await asIs(`GET ${url} HTTP/1.1`);
      expect([statusOf(answer), /location: (.*)\r/i.exec(answer)?.[1]]).toEqual([308, location]);
    }
  });

  it('slow requests are cut off', async () => {
    const half = await raw({ port }, 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ', { first: 20_000 });
    expect(statusOf(half)).toBe(408);
  });
});

describe('another name', () => {
  const as = (host: string, url = '/') =>
    raw({ port }, `GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

  test.each(['127.0.0.1', '127.0.0.1:1234', 'localhost', 'LocalHost:7678', '[::1]', '127.9.9.9'])(
    'ours: %s',
    async (host) => expect(statusOf(await as(host))).toBe(200),
  );

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    '',
    'a b',
    '[::2]',
    'user@127.0.0.1',
  ])('not ours: %s', async (host) => {
    await get('/ports/443', { 'accept-encoding': 'identity' });
    for (const url of ['/', '/ports/443', '/api/v1/listeners', '/assets/app.0123456789.js'])
      expect(statusOf(await as(host, url))).toBe(421);
  });
});

describe("the owner's socket", () => {
  const own = (text: string) => raw({ path: socket }, text);

  it('answers the owner, gives him links, and takes his questions', async () => {
    expect(statusOf(await own('GET /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'))).toBe(
      200,
    );
    const asked = await own(
      'POST /owner/store HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    );
    expect(asked).toMatch(/\{"heard":\{\}\}$/);
    expect((await fetch(`${base}/owner/store`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('hears nothing of strangers', async () => {
    owned = false;
    try {
      expect(await own('GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
      expect(home.logged.map(({ text }) => text)).toContain("A stranger at the owner's socket was refused");
    } finally {
      owned = true;
    }
  });

  it('signs an operator in by a link that works once, whoever looks at it before', async () => {
    const linked = await own(
      'POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    );
    const link = /"url":"([^"]+)"/.exec(linked)?.[1] ?? '';
    const { pathname, search, searchParams } = new URL(link);
    for (let look = 0; look < 3; look++) expect((await get(pathname + search)).status).toBe(200);
    const press = (headers: Record<string, string>) =>
      fetch(`${base}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ code: searchParams.get('code') ?? '' }),
        headers,
        redirect: 'manual',
      });
    expect((await press({ origin: 'http://evil.example' })).status).toBe(403);
    const signed = await press({ origin: base });
    expect([signed.status, signed.headers.get('location')]).toEqual([303, '/']);
    const cookie = signed.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^reeve-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect((await press({ origin: base })).status).toBe(401);
    const session = { cookie: cookie.split(';')[0] ?? '' };
    const whole = '/api/v1/listeners?unredacted=1';
    expect([(await get(whole)).status, (await get(whole, session)).status]).toEqual([403, 200]);
    await fetch(`${base}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ out: '1' }),
      headers: { origin: base, ...session },
      redirect: 'manual',
    });
    expect((await get(whole, session)).status).toBe(403);
  });
});

describe('beyond this machine', () => {
  it('nothing is served unprotected, nor where somebody listens', async () => {
    using open = harness({ listen: [{ host: '0.0.0.0', port: 0 }] });
    await expect(startServer(open.options)).rejects.toMatchObject({ code: 'LISTEN_UNPROTECTED' });
    using taken = harness({ listen: [{ host: '127.0.0.1', port }] });
    await expect(startServer(taken.options)).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
  });
});
