import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { documents } from '../../../src/contract/documents.ts';
import { problemDocument } from '../../../src/contract/problem.ts';
import { apiRoutes } from '../../../src/web/api/routes/index.ts';
import { askable, type AskedSite, type Harness, harness, sameSite } from '../server/harness.ts';

let home: Harness;
let site: AskedSite;
beforeAll(() => {
  home = harness();
  site = askable(home);
});
afterAll(() => {
  site.site.hub.close();
  home[Symbol.dispose]();
});

/** How each route is asked for something that there is. */
const samples: Readonly<Record<string, { readonly url: string; readonly body?: object }>> = {
  getPort: { url: '/ports/443' },
  getPortOnTransport: { url: '/ports/53/udp' },
  getPorts: { url: '/ports?in=22,2171-2174/tcp' },
  getListeners: { url: '/listeners' },
  getChanges: { url: '/changes?since=30d&limit=3' },
  getStatus: { url: '/status' },
  getKnocks: { url: '/knocks?since=30d&limit=50' },
  getSource: { url: '/sources/198.51.100.99' },
  getEvent: { url: '/events/e1' },
  getTimeline: { url: '/timeline?since=2d&spans=10' },
  getTop: { url: '/top?by=port&since=30d' },
  find: { url: '/find?q=postgres' },
  getRanges: { url: '/ranges' },
  getRegistry: { url: '/registry' },
  getFeedback: { url: '/feedback' },
  makeSignInLink: { url: '/sign-in' },
  endHolder: {
    url: '/holders/end',
    body: { pid: 930, startTicks: 93_000, port: 443, transport: 'tcp' },
  },
  getOpenApi: { url: '/openapi.json' },
};

const sample = (name: string) => {
  const found = samples[name];
  if (found === undefined) throw new Error(`No sample for ${name}`);
  return found;
};

const answered = apiRoutes.filter(({ run }) => run !== null);

describe('every route of the API', () => {
  test.each(answered.map((route) => [route.name, route] as const))(
    '%s answers with the document it says',
    async (name, { method, answers, access }) => {
      const { url, body } = sample(name);
      const answer = await site.ask(`/api/v1${url}`, {
        method: method.toUpperCase(),
        role: access === 'reader' ? 'reader' : 'owner',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'application/json; charset=utf-8',
      ]);
      const document: unknown = await answer.json();
      if (answers === null) expect(document).toMatchObject({ openapi: '3.1.0' });
      else expect(documents[answers]?.parse(document)).toEqual(document);
    },
  );

  it('has something in its answers', async () => {
    expect(await site.json('/api/v1/ports/443')).toMatchObject({
      port: 443,
      host: { state: 'held' },
      holders: [{ owners: [{ comm: 'nginx' }, {}, {}] }],
    });
    expect((await site.json('/api/v1/knocks?since=30d'))['events']).toHaveLength(7);
    expect((await site.json('/api/v1/changes?since=30d'))['changes']).toHaveLength(6);
    expect(await site.json('/api/v1/sources/2001:0DB8::13')).toMatchObject({
      address: '2001:db8::13',
      together: 1,
    });
    expect(await site.json('/api/v1/events/e1')).toMatchObject({
      event: { id: 'e1', scan: { evidence: [{}, {}, {}] } },
    });
    expect(await site.json('/api/v1/find?q=wlbs')).toMatchObject({ results: [{ port: 2504 }] });
  });
});

describe('what is not asked as it should be', () => {
  const refused: readonly (readonly [string, number, string])[] = [
    ['/ports/2504abc', 400, 'PORT_INVALID'],
    ['/ports/-1', 400, 'PORT_INVALID'],
    ['/ports/65536', 400, 'PORT_INVALID'],
    ['/ports/02504', 400, 'PORT_INVALID'],
    ['/ports/%EF%BC%92%EF%BC%95', 400, 'PORT_INVALID'],
    [`/ports/${'9'.repeat(2000)}`, 400, 'PORT_INVALID'],
    ['/ports/22/icmp', 400, 'TRANSPORT_INVALID'],
    ['/ports', 400, 'PORT_INVALID'],
    ['/ports?in=', 400, 'PORT_INVALID'],
    ['/ports?in=1-65535', 400, 'PORT_INVALID'],
    ['/ports?in=22&in=23', 400, 'REQUEST_INVALID'],
    ['/knocks?limit=0', 400, 'REQUEST_INVALID'],
    ['/knocks?limit=1001', 400, 'REQUEST_INVALID'],
    ['/knocks?since=yesterday', 400, 'REQUEST_INVALID'],
    ['/knocks?kind=dance', 400, 'REQUEST_INVALID'],
    ['/knocks?colour=red', 400, 'REQUEST_INVALID'],
    ['/knocks?__proto__=1', 400, 'REQUEST_INVALID'],
    ['/sources/localhost', 400, 'REQUEST_INVALID'],
    ['/events/e0', 400, 'REQUEST_INVALID'],
    ['/events/e999999', 404, 'EVENT_UNKNOWN'],
    ['/top?by=colour', 400, 'REQUEST_INVALID'],
    ['/find', 400, 'REQUEST_INVALID'],
    [`/find?q=${'x'.repeat(201)}`, 400, 'REQUEST_INVALID'],
    ['/nothing', 404, 'PAGE_UNKNOWN'],
    ['/listeners?unredacted=1', 403, 'OPERATOR_NEEDED'],
    ['/ports/22?unredacted=true', 403, 'OPERATOR_NEEDED'],
    ['/feedback', 403, 'OPERATOR_NEEDED'],
  ];
  test.each(refused)('%s is %i %s', async (url, status, code) => {
    const answer = await site.ask(`/api/v1${url}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    const problem = problemDocument.parse(await answer.json());
    expect(problem).toMatchObject({ status, code, type: `urn:portreeve:docs:errors#${code}` });
  });

  it('names the methods that an address takes', async () => {
    const answer = await site.ask('/api/v1/ports/22', { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const signIn = await site.ask('/api/v1/sign-in');
    expect([signIn.status, signIn.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('says why nothing is stored', async () => {
    using without = harness({}, { stored: false });
    const asked = askable(without);
    const answer = await asked.ask('/api/v1/knocks');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      code: 'STORE_FAILED',
      detail: expect.stringContaining('the disk is full') as string,
    });
    asked.site.hub.close();
  });
});

describe('who may what', () => {
  const ending = (ask: object) =>
    site.ask('/api/v1/holders/end', {
      method: 'POST',
      body: JSON.stringify({ pid: 930, startTicks: 93_000, port: 443, transport: 'tcp', force: true }),
      ...ask,
    });

  it('a reader ends nobody, whatever page he comes from', async () => {
    const before = home.machine.ended.length;
    expect((await ending({ headers: sameSite() })).status).toBe(403);
    expect(home.machine.ended).toHaveLength(before);
  });

  it('an operator does, from a page of this site only', async () => {
    const before = home.machine.ended.length;
    expect((await ending({ role: 'operator' })).status).toBe(403);
    expect((await ending({ role: 'operator', headers: { origin: 'http://elsewhere.example' } })).status).toBe(
      403,
    );
    expect((await ending({ role: 'operator', headers: sameSite() })).status).toBe(200);
    expect(home.machine.ended.slice(before)).toEqual([
      { pid: 930, startTicks: 93_000, port: 443, transport: 'tcp', force: true },
    ]);
  });

  it("leads an operator who used the page's form back to the page", async () => {
    const form = {
      method: 'POST',
      body: 'pid=930&startTicks=93000&port=443&transport=tcp&force=false',
      headers: sameSite({
        'content-type': 'application/x-www-form-urlencoded',
        referer: 'http://127.0.0.1:7678/bn/listeners/x/end',
      }),
    };
    const answer = await site.ask('/api/v1/holders/end', { ...form, role: 'operator' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/bn/listeners?ended=ended']);
    const refused = await site.ask('/api/v1/holders/end', form);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
  });

  it('makes links for the owner only', async () => {
    const ask = { method: 'POST', headers: sameSite() };
    expect((await site.ask('/api/v1/sign-in', { ...ask, role: 'operator' })).status).toBe(403);
    expect(await site.json('/api/v1/sign-in', { ...ask, role: 'owner' })).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:7678\/sign-in\?code=[\w-]{43}$/) as string,
    });
  });

  it('shows command lines whole to who may see them', async () => {
    const secrets = (text: string): readonly boolean[] =>
      ['hunter2', 'abc123'].map((one) => text.includes(one));
    const listed = async (query: string, role: 'reader' | 'operator' | 'owner') =>
      await (await site.ask(`/api/v1/listeners${query}`, { role })).text();
    expect(secrets(await listed('', 'reader'))).toEqual([false, false]);
    expect(secrets(await listed('', 'operator'))).toEqual([false, false]);
    expect(secrets(await listed('?unredacted=1', 'operator'))).toEqual([true, true]);
    expect(secrets(await listed('?unredacted=0', 'owner'))).toEqual([false, false]);
  });
});

describe('what may be kept', () => {
  it('has an ETag that the time does not change, and is not sent twice', async () => {
    const first = await site.ask('/api/v1/ranges');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await site.ask('/api/v1/ranges', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await site.ask('/api/v1/listeners')).headers.get('cache-control')).toBe('no-store');
  });
});
