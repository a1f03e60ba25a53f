import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createHooks, hookSettings } from '../../src/agent/hooks/index.ts';
import { webhookTeller } from '../../src/agent/hooks/webhook.ts';
import { noticeDocument } from '../../src/contract/notice.ts';
import { around, notice, Undo, until, webServer } from '../agent/hooks/ground.ts';
import { scanEvent } from '../store/events.ts';

const undo = new Undo();
afterEach(() => undo.run());

const secret = '0123456789abcdef0123456789abcdef';
const quick = { patience: 2000, backOff: () => 20 };

describe('the webhook', () => {
  it('posts the document, signed, under an id of its own', async () => {
    const { asked, url } = await webServer(undo, (response) => response.end('ok'));
    const seen = around();
    undo.closing(webhookTeller({ url, secret }, seen, quick)).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['sent']);
    const [one] = asked;
    expect(noticeDocument.parse(JSON.parse(one?.body ?? '')).id).toBe('e1');
    const signed = String(one?.headers['x-portreeve-signature']);
    const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signed) ?? [];
    expect(mac).toBe(createHmac('sha256', secret).update(`${time}.${one?.body}`).digest('hex'));
    expect(one?.headers['x-portreeve-delivery']).toMatch(/^[0-9a-f-]{36}$/);
    expect(one?.url).toBe('/hook?key=hidden');
  });

  it('tries again under the same id where the other side fails, and does not log the secret address', async () => {
    const { asked, url } = await webServer(undo, (response, number) => {
      if (number === 1) response.writeHead(503).end();
      else if (number === 2) response.destroy();
      else if (number === 3) response.writeHead(429, { 'retry-after': '0' }).end();
      else response.end();
    });
    const seen = around();
    undo.closing(webhookTeller({ url, secret: null }, seen, quick)).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['sent']);
    expect(asked).toHaveLength(4);
    expect(new Set(asked.map(({ headers }) => headers['x-portreeve-delivery'])).size).toBe(1);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
    expect(asked[0]?.headers['x-portreeve-signature']).toBeUndefined();
    expect(seen.logged.join()).toContain('answered 503');
    expect(seen.logged.join()).not.toContain('hidden');
  });

  it('does not come back before it is asked to', async () => {
    const times: number[] = [];
    const { url } = await webServer(undo, (response, number) => {
      times.push(performance.now());
      if (number === 1) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end();
    });
    const seen = around();
    undo.closing(webhookTeller({ url, secret }, seen, quick)).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  });

  it('gives up at once where no other attempt would help, and follows nobody elsewhere', async () => {
    const other = await webServer(undo, (response) => response.end());
    const { asked, url } = await webServer(undo, (response, number) => {
      if (number === 1) response.writeHead(307, { location: other.url }).end();
      else response.writeHead(404).end();
    });
    const seen = around();
    const teller = undo.closing(webhookTeller({ url, secret }, seen, quick));
    teller.tell(notice());
    await until(() => seen.outcomes.length === 1);
    teller.tell(notice());
    await until(() => seen.outcomes.length === 2);
    expect(seen.outcomes).toEqual(['failed', 'failed']);
    expect(asked).toHaveLength(2);
    expect(other.asked).toHaveLength(0);
  });

  it('gives up after its time where nobody answers, and holds back what does not fit', async () => {
    const { url } = await webServer(undo, () => undefined);
    const seen = around();
    const timing = { patience: 50, lasting: 300, backOff: () => 20 };
    const teller = undo.closing(webhookTeller({ url, secret }, seen, timing));
    for (let one = 0; one < 1010; one++) teller.tell(notice());
    expect(seen.outcomes.filter((outcome) => outcome === 'held').length).toBeGreaterThanOrEqual(8);
    await until(() => seen.outcomes.includes('failed'));
    expect(seen.logged.join()).toContain('given up');
    await teller.close(0);
    expect(seen.outcomes).toHaveLength(1010);
  });

  it('is not held up by an answer without end', async () => {
    const { url } = await webServer(undo, (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const seen = around();
    undo.closing(webhookTeller({ url, secret }, seen, quick)).tell(notice());
    await until(() => seen.outcomes.length === 1);
    expect(seen.outcomes).toEqual(['sent']);
  });
});

describe('hooks as the agent has them', () => {
  const host = 'host';
  const now = (): number => Date.now() * 1000;

  it('tell once, within the rate, but for what is ignored, and sum up what was held back', async () => {
    const { asked, url } = await webServer(undo, (response) => response.end());
    const { log } = around();
    const settings = hookSettings({ webhook: url, rate: '3', ignore: ['198.51.100.0/24'] });
    const hooks = undo.closing(await createHooks(settings, { host, log, now, summaryAfter: 300 }));
    const ignored = { source: '198.51.100.9', sources: ['198.51.100.9'] };
    for (let one = 0; one < 5; one++) hooks.onKnock(scanEvent('same'), 'e1');
    for (let one = 0; one < 5; one++) hooks.onKnock(scanEvent(`ignored ${one}`, ignored), null);
    for (let one = 0; one < 8; one++) hooks.onKnock(scanEvent(`other ${one}`), `e${one + 2}`);
    await until(() => hooks.counts().sent === 4);
    const notices = asked.map(({ body }) => noticeDocument.parse(JSON.parse(body)));
    const knocks = notices.filter(({ kind }) => kind === 'knock');
    expect(new Set(knocks.map(({ id }) => id))).toEqual(new Set(['e1', 'e2', 'e3']));
    expect(notices.find(({ kind }) => kind === 'held')?.held?.count).toBe(6);
    expect(hooks.counts()).toEqual({ sent: 4, failed: 0, held: 6 });
  });

  it('tell of a listener that flaps once for each state', async () => {
    const { asked, url } = await webServer(undo, (response) => response.end());
    const { log } = around();
    const hooks = undo.closing(await createHooks(hookSettings({ webhook: url }), { host, log, now }));
    const change = {
      at: 0,
      transport: 'tcp',
      port: 3000,
      address: '::',
      exposure: 'public',
      holder: 'node',
      before: null,
      verdict: 'unknown',
    } as const;
    for (let one = 0; one < 10; one++) {
      hooks.onListener({ ...change, kind: 'opened' });
      hooks.onListener({ ...change, kind: 'closed' });
    }
    await until(() => hooks.counts().sent === 2);
    await pause(100);
    expect(asked).toHaveLength(2);
  });

  it('do nothing where nobody is to be told', async () => {
    const { log } = around();
    const hooks = await createHooks(hookSettings({ ignore: ['22'] }), { host, log, now });
    hooks.onKnock(scanEvent('x'), null);
    expect(hooks.counts()).toEqual({ sent: 0, failed: 0, held: 0 });
    await hooks.close(0);
  });
});
