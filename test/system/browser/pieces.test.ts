import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, screenshot, type Visit, visit, type VisitOptions } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();

describe.skipIf(reason !== null)(
  `what all pages have${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: Browser;
    let site: Site;
    let open: Visit[] = [];

    beforeAll(async () => {
      browser = await launch();
      site = await startSite();
    });
    afterEach(async () => {
      for (const one of open) await one.close();
      open = [];
    });
    afterAll(async () => {
      await browser.close();
      await site.stop();
    });

    const go = async (path: string, options: VisitOptions = {}): Promise<Visit> => {
      const one = await visit(browser, site.url + path, options);
      open.push(one);
      return one;
    };

    it('suggests while one types, and leads to the port that is chosen', async () => {
      const one = await go('/about');
      const { page } = one;
      await page.locator('#search').pressSequentially('postgres', { delay: 20 });
      const options = page.locator('#suggestions [role="option"]');
      await options.filter({ hasText: '5432' }).first().waitFor();
      expect(await page.locator('#search').getAttribute('aria-expanded')).toBe('true');
      await screenshot(one, 'suggestions');
      await page.keyboard.press('ArrowDown');
      const active = await page.locator('#search').getAttribute('aria-activedescendant');
      expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('Escape');
      expect(await page.locator('#suggestions').isHidden()).toBe(true);
      await page.locator('#search').fill('2504');
      await options.filter({ hasText: 'wlbs' }).first().click();
      await page.waitForURL('**/ports/2504');
      expect(one.faults).toEqual([]);
    });

    it('searches by Enter, also what slipped', async () => {
      const one = await go('/');
      await one.page.locator('#search').fill('postgrs');
      await one.page.keyboard.press('Enter');
      await one.page.waitForURL('**/search?q=postgrs');
      await one.page.locator('main').getByText('5432').first().waitFor();
      expect(one.faults).toEqual([]);
    });

    it('keeps a vote and says so without loading the page anew', async () => {
      const one = await go('/id/ports/2504');
      const { page } = one;
      await page.evaluate('window.stillHere = true');
      await page.locator('form[data-feedback] summary').click();
      await page.locator('form[data-feedback] textarea').fill('Jelas dan singkat <b>');
      await page.locator('form[data-feedback] button[value="yes"]').click();
      const thanks = page.locator('[data-thanks]');
      await thanks.waitFor();
      expect(
        await page.evaluate('window.stillHere === true && document.activeElement.matches("[data-thanks]")'),
      ).toBe(true);
      await screenshot(one, 'feedback-thanks');
      const votes = () => (site.machine.store?.feedback({ limit: 10 }).votes ?? []).map(({ vote }) => vote);
      expect(votes()).toMatchObject([
        { page: '/ports/2504', face: 'yes', comment: 'Jelas dan singkat <b>', language: 'id' },
      ]);
      // One vote a visitor a page: the newest counts.
      await page.locator('form[data-feedback] button[value="no"]').click();
      await expect.poll(() => votes().map(({ face }) => face)).toEqual(['no']);
      expect(one.faults).toEqual([]);
    });

    it('copies a command', async () => {
      const one = await go('/ports/2504', { permissions: ['clipboard-read', 'clipboard-write'] });
      const { page } = one;
      const button = page.locator('button[data-copy]:visible').first();
      const wanted = await button.locator('xpath=preceding-sibling::*[1]').textContent();
      await button.click();
      await page.locator('.copied').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(wanted);
      expect(one.faults).toEqual([]);
    });

    it('keeps the theme that was chosen, without a flash of the other', async () => {
      const one = await go('/about', { colorScheme: 'light' });
      const { page } = one;
      const paper = (): Promise<string> =>
        page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
      const light = await paper();
      await page.locator('label[for="theme-dark"]').click();
      const dark = await paper();
      expect(dark).not.toBe(light);
      await page.goto(`${site.url}/ranges`, { waitUntil: 'commit' });
      await page.waitForFunction('document.body !== null');
      // Set by the first script of the head, before there is anything to paint.
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
      await page.waitForLoadState();
      expect(await paper()).toBe(dark);
      await page.locator('label[for="theme-system"]').click();
      expect(await paper()).toBe(light);
      expect(one.faults).toEqual([]);
    });

    it('says when the agent is gone, and that it is back', async () => {
      const one = await go('/about');
      const { page } = one;
      const sign = page.locator('[data-live]');
      await page.locator('[data-live][data-state="on"]').waitFor();
      expect(await sign.textContent()).toBe('Live');
      await one.context.setOffline(true);
      await page.evaluate('dispatchEvent(new Event("offline"))');
      // An open stream is cut with the network in Chromium only where something is asked anew.
      await page.route('**/api/v1/live*', (route) => route.abort());
      await one.context.setOffline(false);
      await page.reload();
      await page.locator('[data-live][data-state="off"]').waitFor();
      expect(await sign.textContent()).toMatch(/lost|trying/i);
      await page.unroute('**/api/v1/live*');
      await page.locator('[data-live][data-state="on"]').waitFor();
    });

    it('works without a script: links, forms, tables, and a picture of the map', async () => {
      const one = await go('/', { javaScriptEnabled: false });
      const { page } = one;
      await screenshot(one, 'map-without-script');
      const picture = page.locator('.map-plain img');
      expect(await picture.isVisible()).toBe(true);
      expect((await picture.boundingBox())?.width).toBe(512);
      expect(await page.locator('[data-map-tools]:visible').count()).toBe(0);
      await page.locator('[data-map-lit-body] a').filter({ hasText: '22/tcp' }).first().click();
      expect(new URL(page.url()).pathname).toBe('/ports/22');
      await page.locator('form[data-feedback] button[value="partly"]').click();
      await page.waitForLoadState();
      expect(await page.locator('[data-thanks]').isVisible()).toBe(true);
      await page.locator('#search').fill('ssh');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/search?q=ssh');
      expect(await page.locator('main').getByText('22').first().isVisible()).toBe(true);
      await page.goto(`${site.url}/listeners`);
      expect(await page.locator('main table tbody tr').count()).toBeGreaterThan(5);
      expect(one.faults).toEqual([]);
    });

    it('carries less than 150 kB to the front page', async () => {
      const one = await go('/');
      await one.page.locator('html[data-map="ready"]').waitFor();
      await one.page.waitForTimeout(500);
      const sum = [...one.transferred.values()].reduce((total, bytes) => total + bytes, 0);
      expect([...one.transferred.keys()].some((url) => url.endsWith('/map/base.bin'))).toBe(true);
      expect(sum).toBeLessThan(150_000);
      expect(sum).toBeGreaterThan(20_000);
    });
  },
);
