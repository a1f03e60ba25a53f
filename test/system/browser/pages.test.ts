import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, overhang, screenshot, seriousFindings, visit } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();

/** One of each kind, with the status it answers with. */
const kinds: readonly (readonly [name: string, path: string, status: number])[] = [
  ['map', '/', 200],
  ['port-assigned', '/ports/2504', 200],
  ['port-transport', '/ports/2244/udp', 200],
  ['port-system', '/ports/80', 200],
  ['port-dynamic', '/ports/60000', 200],
  ['port-unassigned', '/ports/26', 200],
  ['ranges', '/ranges', 200],
  ['range', '/ranges/user', 200],
  ['search', '/search?q=web', 200],
  ['search-nothing', '/search?q=xqzzyv', 200],
  ['listeners', '/listeners', 200],
  ['knocks', '/knocks', 200],
  ['source', '/sources/203.0.113.44', 200],
  ['event', '/events/e1', 200],
  ['about', '/about', 200],
  ['sign-in', '/sign-in', 200],
  ['not-a-port', '/ports/65536', 400],
  ['not-found', '/no/such/page', 404],
];

describe.skipIf(reason !== null)(
  `every kind of page${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: Browser;
    let site: Site;

    beforeAll(async () => {
      browser = await launch();
      site = await startSite();
      site.machine.view.knocked.tcp[2504] = 7;
    });
    afterAll(async () => {
      await browser.close();
      await site.stop();
    });

    for (const [name, path, status] of kinds) {
      for (const colorScheme of ['light', 'dark'] as const) {
        it(`${name} is sound and readable for all, ${colorScheme}`, async () => {
          const one = await visit(browser, site.url + path, {
            colorScheme,
            statuses: [status],
            reducedMotion: 'reduce',
          });
          try {
            await one.page.waitForLoadState('load');
            await one.page.waitForTimeout(200);
            await screenshot(one, `${name}-${colorScheme}`, path !== '/');
            expect(await seriousFindings(one)).toEqual([]);
            expect(await overhang(one)).toBeLessThanOrEqual(0);
            expect([one.faults, site.errors]).toEqual([[], []]);
          } finally {
            await one.close();
          }
        });
      }

      for (const language of ['en', 'sd'] as const) {
        it(`${name} fits on a phone, ${language}`, async () => {
          const address = language === 'en' ? path : `/${language}${path === '/' ? '' : path}`;
          const one = await visit(browser, site.url + address, {
            statuses: [status],
            viewport: { width: 360, height: 740 },
            deviceScaleFactor: 2,
            hasTouch: true,
            isMobile: true,
          });
          try {
            await screenshot(one, `${name}-phone-${language}`, path !== '/');
            expect(await overhang(one)).toBeLessThanOrEqual(0);
            expect(one.faults).toEqual([]);
          } finally {
            await one.close();
          }
        });
      }
    }
  },
);
