import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../../src/web/i18n/index.ts';
import { launch, noBrowser, screenshot, seriousFindings, visit } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();
const ports = [2244, 2504, 2174, 80, 60_000];

describe.skipIf(reason !== null)(`languages${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let browser: Browser;
  let site: Site;

  beforeAll(async () => {
    browser = await launch();
    site = await startSite();
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  for (const { tag, dir } of languages) {
    for (const port of ports) {
      it(`port ${port} is told in ${tag}`, async () => {
        const path = `${tag === 'en' ? '' : `/${tag}`}/ports/${port}`;
        const one = await visit(browser, site.url + path);
        try {
          const { page } = one;
          await screenshot(one, `port-${port}-${tag}`, true);
          expect(await page.locator('html').getAttribute('lang')).toBe(tag);
          expect(await page.evaluate<string>('getComputedStyle(document.body).direction')).toBe(dir);
          expect(await page.locator('h1').textContent()).toContain(String(port));
          // No message was left out, none shows its holes.
          const text = (await page.locator('body').textContent()) ?? '';
          expect(text).not.toMatch(/\{\w+\}|\[object|undefined|NaN/);
          // Commands and addresses are never turned.
          const turned = await page.evaluate<number>(
            `[...document.querySelectorAll('code, pre')].filter((code) => getComputedStyle(code).direction !== 'ltr').length`,
          );
          expect(turned).toBe(0);
          expect(one.faults).toEqual([]);
          if (port === 2504) expect(await seriousFindings(one)).toEqual([]);
        } finally {
          await one.close();
        }
      });
    }
  }

  it('mirrors the header for who reads from the right', async () => {
    const order = async (path: string): Promise<readonly number[]> => {
      const one = await visit(browser, site.url + path);
      try {
        const boxes = await Promise.all(
          [
            one.page.locator('header .site'),
            one.page.locator('header .sections li').first(),
            one.page.locator('header .sections li').last(),
            one.page.locator('header .languages'),
          ].map((part) => part.boundingBox()),
        );
        return boxes.map((box) => (box === null ? Number.NaN : box.x + box.width / 2));
      } finally {
        await one.close();
      }
    };
    const [site1 = 0, first1 = 0, last1 = 0, switches1 = 0] = await order('/ports/2504');
    const [site2 = 0, first2 = 0, last2 = 0, switches2 = 0] = await order('/sd/ports/2504');
    expect([site1 < switches1, first1 < last1]).toEqual([true, true]);
    expect([site2 > switches2, first2 > last2]).toEqual([true, true]);
  });

  it('goes by the browser, and by the choice once one is made', async () => {
    const one = await visit(browser, `${site.url}/ports/80`, { locale: 'bn-BD' });
    try {
      expect(new URL(one.page.url()).pathname).toBe('/bn/ports/80');
      await one.page.getByRole('link', { name: 'English' }).click();
      await one.page.waitForURL('**/ports/80');
      expect(await one.page.locator('html').getAttribute('lang')).toBe('en');
      // The choice is kept, whatever the browser asks for.
      await one.page.goto(`${site.url}/about`);
      expect(new URL(one.page.url()).pathname).toBe('/about');
      await one.page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
      await one.page.waitForURL('**/id/about');
      expect(one.faults).toEqual([]);
    } finally {
      await one.close();
    }
  });
});
