import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/server/app.ts';
import { connectionOf } from '../../src/web/server/connection.ts';
import { requestHandler } from '../../src/web/server/handler.ts';
import { httpServer } from '../../src/web/server/listen.ts';
import { openSite, type Site } from '../../src/web/server/site.ts';
import { type Harness, harness } from '../web/server/harness.ts';

/*
 * As it is beyond loopback, on loopback: the connections are taken for foreign ones. Certificates are made by openssl.
 */
const token = 'a-long-and-secret-token';
const folder = mkdtempSync(path.join(tmpdir(), 'reeve-tls-'));
const at = (name: string): string => path.join(folder, name);
const openssl = (...args: readonly string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
};

/** Own authority, a server's certificate, a client's, and one of somebody else's authority. */
function certificates(): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const authority of ['ours', 'theirs'])
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      `${authority}.key`,
      '-out',
      `${authority}.pem`,
      '-subj',
      `/CN=${authority}`,
      '-days',
      '2',
    );
  for (const [name, authority] of [
    ['server', 'ours'],
    ['client', 'ours'],
    ['stranger', 'theirs'],
  ] as const) {
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=reeve.example.org`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${authority}.pem`,
      '-CAkey',
      `${authority}.key`,
      '-CAcreateserial',
      '-out',
      `${name}.pem`,
      '-days',
      '2',
    );
  }
}

const pem = (name: string): string => readFileSync(at(name), 'utf8');

interface Served {
  readonly home: Harness;
  readonly site: Site;
  readonly server: Server;
  readonly port: number;
}

async function serve(tokens: readonly string[], clientAuthority: boolean): Promise<Served> {
  const access = {
    tokens,
    tls: {
      certificate: pem('server.pem'),
      key: pem('server.key'),
      clientAuthority: clientAuthority ? pem('ours.pem') : null,
    },
    names: ['reeve.example.org'],
  };
  const home = harness({ access });
  const site = openSite(home.options, {});
  const handler = requestHandler(site, createApp(site), (socket) => ({
    ...connectionOf(socket),
    kind: 'other',
    remoteAddress: '192.0.2.7',
  }));
  const server = httpServer(handler, {}, access.tls, tokens.length);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { home, site, server, port: (server.address() as AddressInfo).port };
}

function end({ home, site, server }: Served): void {
  site.hub.close();
  server.close();
  server.closeAllConnections();
  home[Symbol.dispose]();
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  readonly certificate?: string;
}

/** Status 0: not even the connection came about. */
const ask = ({ port }: Served, url: string, { headers = {}, method = 'GET', body, certificate }: Ask = {}) =>
  new Promise<Reply>((resolve) => {
    const identity =
      certificate === undefined ? {} : { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key`) };
    const call = request(
      {
        port,
        host: '127.0.0.1',
        path: url,
        method,
        ca: pem('ours.pem'),
        servername: 'reeve.example.org',
        agent: false,
        headers: { host: `reeve.example.org:${port}`, ...headers },
        ...identity,
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
        answer.on('error', () => resolve({ status: 0, headers: {}, body: '' }));
      },
    );
    call.on('error', () => resolve({ status: 0, headers: {}, body: '' }));
    call.end(body);
  });

beforeAll(certificates);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('with a token', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve([createHash('sha256').update(token).digest('hex')], false);
  });
  afterAll(() => end(served));
  const bearing = (given: string) => ({ headers: { authorization: `Bearer ${given}` } });
  const origin = () => `https://reeve.example.org:${served.port}`;

  it('who bears it reads, and no more', async () => {
    const page = await ask(served, '/ports/443', bearing(token));
    expect([page.status, page.body.includes('</html>')]).toEqual([200, true]);
    // What is kept in memory is for nobody without it.
    expect((await ask(served, '/ports/443')).status).toBe(303);
    expect((await ask(served, '/api/v1/listeners', bearing(token))).status).toBe(200);
    expect((await ask(served, '/api/v1/listeners?unredacted=1', bearing(token))).status).toBe(403);
    expect((await ask(served, '/api/v1/sign-in', { ...bearing(token), method: 'POST' })).status).toBe(403);
  });

  it('nobody else sees anything', async () => {
    for (const url of ['/api/v1/listeners', '/api/v1/live', '/api/v1/nothing']) {
      const { status, headers } = await ask(served, url);
      expect([url, status, headers['www-authenticate']]).toEqual([url, 401, 'Bearer realm="portreeve"']);
    }
    const page = await ask(served, '/ports/443?x=1');
    expect([page.status, page.headers['location']]).toEqual([303, '/sign-in?next=%2Fports%2F443%3Fx%3D1']);
    expect((await ask(served, '/metrics', { headers: { accept: 'application/json' } })).status).toBe(401);
    expect(
      (await ask(served, '/ports/443', { headers: { host: 'evil.example', ...bearing(token).headers } }))
        .status,
    ).toBe(421);
  });

  it('signs in by it, into a session over TLS only, and is led back', async () => {
    const form = await ask(served, '/sign-in?next=%2Fports%2F443');
    expect([form.status, form.body.includes('name="next" value="/ports/443"')]).toEqual([200, true]);
    const post = (fields: Record<string, string>, more: Record<string, string> = {}) =>
      ask(served, '/sign-in', {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: origin(), ...more },
      });
    expect((await post({ token }, { origin: origin().replace('https', 'http') })).status).toBe(403);
    expect((await post({ token: 'guess' })).status).toBe(401);
    const elsewhere = await post({ token, next: '//evil.example/' });
    expect([elsewhere.status, elsewhere.headers['location']]).toEqual([303, '/']);
    const signed = await post({ token, next: '/ports/443' });
    expect([signed.status, signed.headers['location']]).toEqual([303, '/ports/443']);
    const cookie = String(signed.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict; Secure$/);
    const session = { headers: { cookie: cookie.split(';')[0] ?? '' } };
    expect((await ask(served, '/api/v1/listeners?unredacted=1', session)).status).toBe(200);
    served.home.clock.now += 3601e6;
    expect((await ask(served, '/api/v1/listeners', session)).status).toBe(401);
  });

  it('after a few wrong ones nothing is compared any more, and the log says so', async () => {
    served.home.clock.now += 3600e6;
    const statuses: number[] = [];
    for (let guess = 0; guess < 8; guess++)
      statuses.push((await ask(served, '/api/v1/status', bearing(`guess ${guess}`.replace(' ', '')))).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const right = await ask(served, '/api/v1/status', bearing(token));
    expect([right.status, Number(right.headers['retry-after']) > 0]).toEqual([429, true]);
    served.home.clock.now += 31e6;
    expect((await ask(served, '/api/v1/status', bearing(token))).status).toBe(200);
    expect(served.home.logged.some(({ text }) => text.includes('wrong token'))).toBe(true);
    expect(JSON.stringify(served.home.logged)).not.toContain('guess');
  });
});

describe('with certificates', () => {
  it('who shows one of the authority reads; nobody else even connects', async () => {
    const served = await serve([], true);
    try {
      expect((await ask(served, '/ports/443', { certificate: 'client' })).status).toBe(200);
      expect((await ask(served, '/ports/443')).status).toBe(0);
      expect((await ask(served, '/ports/443', { certificate: 'stranger' })).status).toBe(0);
    } finally {
      end(served);
    }
  });

  it('with tokens, too, either is enough', async () => {
    const served = await serve([createHash('sha256').update(token).digest('hex')], true);
    try {
      expect((await ask(served, '/api/v1/status', { certificate: 'client' })).status).toBe(200);
      expect((await ask(served, '/api/v1/status')).status).toBe(401);
      expect((await ask(served, '/api/v1/status', { certificate: 'stranger' })).status).toBe(401);
      expect(
        (await ask(served, '/api/v1/status', { headers: { authorization: `Bearer ${token}` } })).status,
      ).toBe(200);
    } finally {
      end(served);
    }
  });
});
