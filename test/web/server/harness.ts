/* A site over the made-up machine, asked without sockets, or on one of loopback. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { AssetFile, AssetFiles } from '../../../src/web/assets.ts';
import { createApp } from '../../../src/web/server/app.ts';
import { type Connection, ownerConnection } from '../../../src/web/server/connection.ts';
import type { Visitor } from '../../../src/web/server/gate.ts';
import type { WebOptions } from '../../../src/web/server/options.ts';
import { openSite, type Site, type Tuning } from '../../../src/web/server/site.ts';
import { readTarget } from '../../../src/web/server/target.ts';
import { base } from '../../store/events.ts';
import { type FakeMachine, fakeMachine, type FakeOptions } from '../machine.ts';

const file = (type: string, text: string): AssetFile => ({
  type,
  plain: Buffer.from(text),
  gzip: Buffer.from(`gzip of ${text}`),
  brotli: Buffer.from(`brotli of ${text}`),
});

const fakeAssets: AssetFiles = {
  url: (name) => `/assets/${name.replace('.', '.0123456789.')}`,
  file: (served) =>
    served === 'app.0123456789.js' ? file('text/javascript; charset=utf-8', 'start();') : null,
  served: ['app.0123456789.js'],
};

interface Logged {
  readonly level: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Harness extends Disposable {
  readonly machine: FakeMachine;
  readonly options: WebOptions;
  readonly logged: Logged[];
  readonly clock: { now: number };
}

export function harness(changes: Partial<WebOptions> = {}, fake: FakeOptions = {}): Harness {
  const machine = fakeMachine(fake);
  const logged: Logged[] = [];
  const clock = { now: base };
  return {
    machine,
    logged,
    clock,
    options: {
      view: machine.view,
      registry: machine.registry,
      assets: fakeAssets,
      version: '0.1.0',
      now: () => clock.now,
      listen: [{ host: '127.0.0.1', port: 0 }],
      access: { tokens: [], tls: null, names: [] },
      ownerSocket: null,
      metrics: () => Promise.resolve('# HELP reeve_up Always.\n# TYPE reeve_up gauge\nreeve_up 1\n'),
      log: (level, text, fields = {}) => void logged.push({ level, text, fields }),
      ...changes,
    },
    [Symbol.dispose]: () => machine.close(),
  };
}

export const loopback: Connection = {
  kind: 'loopback',
  localAddress: '127.0.0.1',
  remoteAddress: '127.0.0.1',
  secure: false,
  certified: false,
};

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly role?: Visitor['role'];
  readonly body?: string;
}

export interface AskedSite {
  readonly site: Site;
  ask(url: string, ask?: Ask): Promise<Response>;
  json(url: string, ask?: Ask): Promise<Record<string, unknown>>;
}

/** The app as it is behind the gate. */
export function askable({ options }: Harness, tuning: Tuning = {}): AskedSite {
  const site = openSite(options, tuning, () => ['http://127.0.0.1:7678']);
  const app = createApp(site);
  const ask = async (url: string, { method = 'GET', headers = {}, role = 'reader', body }: Ask = {}) => {
    const request = new Request(`http://127.0.0.1:7678${url.replace(/^\/+/, '/')}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const asked = {
      method,
      headers: { host: '127.0.0.1:7678', ...headers },
      target: readTarget(url),
      visitor: { role, connection: role === 'owner' ? ownerConnection : loopback },
    };
    return await app.fetch(request, { asked });
  };
  return {
    site,
    ask,
    json: async (url, given) => (await (await ask(url, given)).json()) as Record<string, unknown>,
  };
}

export const sameSite = (headers: OutgoingHttpHeaders = {}): Record<string, string> => ({
  origin: 'http://127.0.0.1:7678',
  ...(headers as Record<string, string>),
});
