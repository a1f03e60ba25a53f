import { describe, expect, it } from 'vitest';
import { askable, harness, sameSite } from './harness.ts';

describe('what looks after the agent', () => {
  it('is told when it is not ready', async () => {
    using home = harness();
    const { view } = home.options;
    const starting = { ...view, status: () => ({ ...view.status(), ready: false }) };
    const asked = askable({ ...home, options: { ...home.options, view: starting } });
    expect((await asked.ask('/health/ready')).status).toBe(503);
    expect((await asked.ask('/health/live')).status).toBe(200);
    asked.site.hub.close();
  });

  it('has a picture for the tab', async () => {
    using home = harness();
    const asked = askable(home);
    const answer = await asked.ask('/favicon.ico');
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual([
      'image/svg+xml',
      expect.stringMatching(/^<svg /) as string,
    ]);
    asked.site.hub.close();
  });
});

describe('a fault of the agent', () => {
  it('tells the visitor nothing of itself, and the log all', async () => {
    using home = harness();
    const broken = {
      ...home.options.view,
      status: (): never => {
        throw new Error('the secret of /etc/shadow');
      },
    };
    const asked = askable({ ...home, options: { ...home.options, view: broken } });
    const answer = await asked.ask('/api/v1/status');
    const text = await answer.text();
    expect([answer.status, text.includes('INTERNAL'), text.includes('secret')]).toEqual([500, true, false]);
    expect(home.logged).toMatchObject([{ level: 'error', fields: { path: '/api/v1/status' } }]);
    const page = await asked.ask('/bn/health/ready');
    expect(page.status).toBe(404);
    asked.site.hub.close();
  });
});

describe('what is foreign in a page', () => {
  it('is shown harmless: names of processes, words of a search, addresses', async () => {
    using home = harness();
    const asked = askable(home);
    for (const url of [
      '/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/ports/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/sources/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/events/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/knocks?tool=%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/listeners?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/sign-in?code=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&next=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    ]) {
      const text = await (await asked.ask(url)).text();
      expect([url, text.includes('<script>alert(1)')]).toEqual([url, false]);
      expect(text).toContain('</html>');
    }
    asked.site.hub.close();
  });

  it('command lines keep their secrets from readers on every page', async () => {
    using home = harness();
    const asked = askable(home);
    for (const url of [
      '/',
      '/listeners',
      '/ports/6379',
      '/ports/5173',
      '/knocks',
      '/map/machine.json',
      '/api/v1/ports/6379',
    ]) {
      const text = await (await asked.ask(url)).text();
      expect([url, /hunter2|abc123/.test(text)]).toEqual([url, false]);
    }
    asked.site.hub.close();
  });
});

describe('a page kept for readers', () => {
  it('is not what an operator sees, nor the other way round', async () => {
    using home = harness();
    const asked = askable(home);
    const before = await (await asked.ask('/ports/6379')).text();
    await asked.ask('/ports/6379', { role: 'operator', headers: sameSite() });
    expect(await (await asked.ask('/ports/6379')).text()).toBe(before);
    expect(asked.site.cache.pages).toBe(1);
    asked.site.hub.close();
  });
});
