import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listening, type Sample, sampleListeners } from '../../web/machine-listeners.ts';
import { launch, noBrowser, screenshot, visit } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();
const count = 3000;

const many = (): readonly Sample[] => [
  ...sampleListeners(),
  ...Array.from({ length: count }, (_, index) => ({
    listener: listening({ kind: 'tcp', port: 10_000 + index * 7, address: '127.0.0.1' }),
    level: 'plausible' as const,
  })),
];

describe.skipIf(reason !== null)(`thousands of rows${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let browser: Browser;
  let site: Site;

  beforeAll(async () => {
    browser = await launch();
    site = await startSite({ listeners: many() });
    const { tcp } = site.machine.view.knocked;
    for (let port = 0; port < 65_536; port += 5) tcp[port] = 1 + (port % 997);
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });

  it('are on the map each with a mark, and in its table as many as one reads, with the number of the rest', async () => {
    const one = await visit(browser, site.url);
    try {
      const { page } = one;
      await page.locator('html[data-map="ready"]').waitFor();
      // The page as it came, and after the script made it anew.
      await page.waitForTimeout(1500);
      expect(await page.locator('[data-map-lit-body] tr').count()).toBeLessThanOrEqual(500);
      expect(await page.locator('[data-map-lit-body] tr').count()).toBeGreaterThan(400);
      expect(await page.locator('[data-map-lit-rest]').textContent()).toMatch(/\d/);
      await screenshot(one, 'map-many');
      expect(await page.evaluate<number>("document.querySelectorAll('*').length")).toBeLessThan(6000);
      expect(one.faults).toEqual([]);
    } finally {
      await one.close();
    }
  });

  it('are in the table of listeners, which lays out what is seen alone', async () => {
    const one = await visit(browser, `${site.url}/listeners`);
    try {
      const { page } = one;
      const rows = page.locator('main table tbody tr');
      const there = await rows.count();
      const visibility = await page.evaluate<string>(
        `[...document.querySelectorAll('main table, main tbody, main tr, main .table')].map((part) => getComputedStyle(part).contentVisibility).find((value) => value === 'auto') ?? 'none'`,
      );
      // Either the page has few rows at a time, or what is out of sight costs no layout.
      expect(there < 600 || visibility === 'auto').toBe(true);
      expect(await page.locator('main').textContent()).toMatch(/3[,.]?0\d\d/);
      await screenshot(one, 'listeners-many');
      expect(one.faults).toEqual([]);
    } finally {
      await one.close();
    }
  });
});
