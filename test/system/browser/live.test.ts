import { createServer, type Server } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Lab, noLab, startLab } from '../../fixtures/lab.ts';
import { AgentGround, type StartedAgent } from '../agent-started.ts';
import { launch, noBrowser, screenshot, type Visit, visit } from './harness.ts';

const reason = noBrowser();
const patience = { timeout: 20_000 };

describe.skipIf(reason !== null)(
  `the agent in a browser${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: Browser;
    let ground: AgentGround;
    let agent: StartedAgent;
    let open: Visit[] = [];

    beforeAll(async () => {
      browser = await launch();
      ground = new AgentGround();
      agent = ground.start({ args: ['--no-watch'] });
      await agent.address();
    });
    afterEach(async () => {
      for (const one of open) await one.close();
      open = [];
    });
    afterAll(async () => {
      await browser.close();
      await ground.end();
    });

    const go = async (path: string): Promise<Visit> => {
      const one = await visit(browser, (await agent.address()) + path);
      open.push(one);
      await one.page.locator('[data-live][data-state="on"]').waitFor(patience);
      return one;
    };

    it('shows a listener when it opens and takes it away when it closes, on the map and in the table', async () => {
      const [map, table] = [await go('/'), await go('/listeners')];
      await map.page.locator('html[data-map="ready"]').waitFor();
      const server = createServer();
      const port = await listening(server);
      try {
        await map.page.locator(`[data-port="${port}/tcp"]`).waitFor(patience);
        const row = table.page.locator('main table tbody tr', { hasText: `${port}/tcp` });
        await row.first().waitFor(patience);
        await screenshot(map, 'live-listener');
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
      await map.page.locator(`[data-port="${port}/tcp"]`).waitFor({ state: 'detached', ...patience });
      expect([map.faults, table.faults]).toEqual([[], []]);
    });

    it('says so when it is gone', async () => {
      const one = await go('/about');
      await agent.stop();
      await one.page.locator('[data-live][data-state="off"]').waitFor(patience);
      const text = await one.page.locator('[data-live]').textContent();
      expect(text).not.toBe('Live');
    });
  },
);

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

const noKnocks = reason ?? noLab();

describe.skipIf(noKnocks !== null)(
  `a knock in a browser${noKnocks === null ? '' : ` (skipped: ${noKnocks})`}`,
  () => {
    let lab: Lab;
    let browser: Browser;
    let ground: AgentGround;

    beforeAll(async () => {
      lab = startLab();
      ground = new AgentGround();
      // A link that was just made has its address a moment before programs are told of it.
      await vi.waitUntil(
        () =>
          lab
            .run('watched', process.execPath, '-p', 'JSON.stringify(os.networkInterfaces())')
            .includes('10.77.0.2'),
        { ...patience, interval: 100 },
      );
      browser = await launch(lab.watched);
    });
    afterAll(async () => {
      await browser.close();
      await ground.end();
      await lab.stop();
    });

    it('lights up on the map as it arrives, and is told on the pages of knocks and of its port', async () => {
      const agent = ground.start({ within: ['ip', 'netns', 'exec', lab.watched], args: ['-i', lab.link] });
      const address = await agent.address();
      const one = await visit(browser, address);
      try {
        const { page } = one;
        await page.locator('html[data-map="ready"]').waitFor(patience);
        await page.locator('[data-live][data-state="on"]').waitFor(patience);
        const packets = page.locator('[data-port="2504/tcp"] td.number');
        // The row may be there: something of another namespace can listen on the same number.
        expect(await packets.allTextContents()).not.toContain('3');
        lab.run('prober', 'hping3', '-S', '-c', '3', '-i', 'u100000', '-p', '2504', '10.77.0.2');
        await expect.poll(() => packets.allTextContents(), patience).toEqual(['3']);
        await page.locator('[data-map] canvas').first().focus();
        await page.keyboard.press('/');
        await page.keyboard.type('2504');
        await page.keyboard.press('Enter');
        await page
          .locator('[data-map-panel]')
          .getByText('3 packets since the agent started')
          .waitFor(patience);
        await screenshot(one, 'live-knock');
        await expect
          .poll(async () => {
            await page.goto(`${address}/knocks`);
            return await page.locator('main').textContent();
          }, patience)
          .toContain('10.77.0.1');
        await page.goto(`${address}/ports/2504`);
        await page.locator('main').getByText('10.77.0.1').first().waitFor(patience);
        await screenshot(one, 'live-port', true);
        expect(one.faults).toEqual([]);
      } finally {
        await one.close();
      }
    });
  },
);
