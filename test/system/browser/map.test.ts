import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser, screenshot, type Visit, visit, type VisitOptions } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();

describe.skipIf(reason !== null)(
  `the map of all ports${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let browser: Browser;
    let site: Site;
    let open: Visit[] = [];

    beforeAll(async () => {
      browser = await launch();
      site = await startSite();
      const { tcp, udp } = site.machine.view.knocked;
      tcp[2244] = 7;
      tcp[23] = 1200;
      udp[5060] = 3;
    });
    afterEach(async () => {
      for (const one of open) await one.close();
      open = [];
    });
    afterAll(async () => {
      await browser.close();
      await site.stop();
    });

    const map = async (path = '/', options: VisitOptions = {}): Promise<Visit & { canvas: Locator }> => {
      const one = await visit(browser, site.url + path, options);
      open.push(one);
      await one.page.locator('html[data-map="ready"]').waitFor();
      return { ...one, canvas: one.page.locator('[data-map] canvas').first() };
    };

    /** Where a port is on the page, with the whole picture shown row by row. */
    const placeOf = async (canvas: Locator, port: number): Promise<{ x: number; y: number }> => {
      const box = await canvas.boundingBox();
      if (box === null) throw new Error('The picture is not shown');
      const cell = box.width / 256;
      return { x: box.x + ((port & 255) + 0.5) * cell, y: box.y + ((port >> 8) + 0.5) * cell };
    };

    const hover = async (page: Page, canvas: Locator, port: number): Promise<void> => {
      const { x, y } = await placeOf(canvas, port);
      await page.mouse.move(x, y);
    };

    /** Red, green, blue of the middle of a cell. */
    const colourAt = (page: Page, port: number): Promise<string> =>
      page.evaluate<string>(`(() => {
      const picture = document.querySelector('[data-map] canvas');
      const cell = picture.width / 256;
      const [x, y] = [(${port & 255} + 0.5) * cell, (${port >> 8} + 0.5) * cell];
      return picture.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3).join(' ');
    })()`);

    it('says what is under the pointer, and nothing when it leaves', async () => {
      const { page, canvas, faults } = await map();
      await hover(page, canvas, 2504);
      const tip = page.locator('[data-map-tip]');
      await tip.getByText('wlbs', { exact: true }).waitFor();
      expect(await tip.textContent()).toContain('2504/tcp');
      expect(await tip.textContent()).toMatch(/Assigned, a user port/);
      await hover(page, canvas, 2244);
      await tip.getByText('nmsserver', { exact: true }).waitFor();
      expect(await tip.textContent()).toContain('7 packets since the agent started');
      await hover(page, canvas, 22);
      await tip
        .getByText(/sshd.* listens on .*: expected/)
        .first()
        .waitFor();
      await page.mouse.move(2, 2);
      await tip.waitFor({ state: 'hidden' });
      expect(faults).toEqual([]);
    });

    it('opens the page of the port that is clicked', async () => {
      const { page, canvas } = await map('/', { statuses: [404] });
      const { x, y } = await placeOf(canvas, 2174);
      await page.mouse.click(x, y);
      await page.waitForURL('**/ports/2174');
      await page.goBack();
      // The choice is in the address, so that the way back leads to it.
      await page.locator('html[data-map="ready"]').waitFor();
      expect(new URL(page.url()).hash).toBe('#2174');
    });

    it('is walked by keys, and is one stop for Tab', async () => {
      const { page, canvas, faults } = await map('/', { statuses: [404] });
      await canvas.focus();
      const at = async (key: string): Promise<string> => {
        await page.keyboard.press(key);
        return new URL(page.url()).hash;
      };
      await page.keyboard.press('Home');
      expect(await at('ArrowRight')).toBe('#1');
      expect(await at('ArrowDown')).toBe('#257');
      expect(await at('ArrowLeft')).toBe('#256');
      expect(await at('ArrowLeft')).toBe('#255');
      expect(await at('PageDown')).toBe('#4351');
      expect(await at('Home')).toBe('#4096');
      expect(await at('End')).toBe('#4351');
      expect(await at('Control+End')).toBe('#65535');
      expect(await at('ArrowDown')).toBe('#65535');
      expect(await at('Control+Home')).toBe('#0');
      expect(await at('ArrowUp')).toBe('#0');
      const said = page.locator('[data-map-said]');
      await page.keyboard.press('Control+Home');
      for (let step = 0; step < 22; step++) await page.keyboard.press('ArrowRight');
      await expect.poll(() => said.textContent()).toMatch(/^22 tcp\. ssh\. /);
      expect(await at('Escape')).toBe('');
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.id')).toBe('map-jump');
      await page.keyboard.type('2504');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#2504');
      expect(await page.evaluate('document.activeElement.nodeName')).toBe('CANVAS');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/ports/2504');
      expect(faults).toEqual([]);
    });

    it('is jumped in by name', async () => {
      const { page, faults } = await map();
      await page.fill('#map-jump', 'postgres');
      await page.locator('#map-suggestions [role="option"]', { hasText: '5432' }).first().waitFor();
      await page.keyboard.press('ArrowDown');
      expect(await page.locator('#map-jump').getAttribute('aria-activedescendant')).toBe('map-suggestions-0');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#5432');
      await page.locator('[data-map-panel]').getByText('postgresql', { exact: true }).waitFor();
      expect(faults).toEqual([]);
    });

    it('shows UDP when asked, and keeps that in the address', async () => {
      const { page } = await map('/#5060');
      const before = await colourAt(page, 5060);
      await page.getByRole('radio', { name: 'UDP' }).check();
      await expect.poll(() => new URL(page.url()).hash).toBe('#5060/udp');
      await page.locator('[data-map-panel]').getByText('3 packets since the agent started').waitFor();
      await expect.poll(() => colourAt(page, 5060)).not.toEqual(before);
      const again = await map('/#5060/udp');
      expect(await again.page.locator('input[value="udp"]').isChecked()).toBe(true);
    });

    it('zooms by wheel, keys and buttons, in whole pixels, and drags', async () => {
      const { page, canvas, faults } = await map('/', { deviceScaleFactor: 2 });
      const whole = Number(await canvas.getAttribute('width'));
      expect(whole % 256).toBe(0);
      const cssWidth = (await canvas.boundingBox())?.width ?? 0;
      expect(Math.abs(cssWidth * 2 - whole)).toBeLessThan(0.01);
      await hover(page, canvas, 32_896);
      for (let turn = 0; turn < 12; turn++) {
        await page.mouse.wheel(0, -120);
        await page.waitForTimeout(20);
      }
      await screenshot(open.at(-1) as Visit, 'map-zoomed');
      // What was under the pointer stays there.
      const tip = page.locator('[data-map-tip] .map-told-port');
      await expect.poll(() => tip.textContent()).toBe('32896/tcp');
      const { x, y } = await placeOf(canvas, 32_896);
      await page.mouse.down();
      await page.mouse.move(x - 150, y, { steps: 5 });
      await page.mouse.up();
      await page.mouse.move(x, y);
      await expect.poll(() => tip.textContent()).toMatch(/^3289[7-9]|^329/);
      expect(new URL(page.url()).pathname).toBe('/');
      await page.locator('[data-zoom="whole"]').click();
      await hover(page, canvas, 40_000);
      await expect.poll(() => tip.textContent()).toBe('40000/tcp');
      expect(faults).toEqual([]);
    });

    it('shows the curve of Hilbert, on which the dynamic ports are a quarter', async () => {
      const { page, canvas, faults } = await map();
      await page.getByRole('radio', { name: 'Hilbert curve' }).check();
      await page.waitForTimeout(200);
      await screenshot(open.at(-1) as Visit, 'map-hilbert');
      const box = await canvas.boundingBox();
      if (box === null) throw new Error('The picture is not shown');
      const tip = page.locator('[data-map-tip] .map-told-port');
      for (const [x, y] of [
        [0.51, 0.02],
        [0.98, 0.02],
        [0.51, 0.48],
        [0.98, 0.48],
      ] as const) {
        await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
        await expect
          .poll(async () => Number.parseInt((await tip.textContent()) ?? '', 10))
          .toBeGreaterThanOrEqual(49_152);
      }
      await page.mouse.move(box.x + 1, box.y + 1);
      await expect.poll(() => tip.textContent()).toBe('0/tcp');
      expect(faults).toEqual([]);
    });

    it('lights up as knocks arrive, holds still when paused, and catches up', async () => {
      const { page, faults } = await map();
      await page.locator('[data-live][data-state="on"]').waitFor();
      const knock = (port: number): void =>
        site.machine.announce({
          type: 'ports',
          flickers: [{ transport: 'tcp', ports: [[port, 5]] }],
          left: 0,
        });
      const before = await colourAt(page, 50_123);
      knock(50_123);
      await expect.poll(() => colourAt(page, 50_123)).not.toEqual(before);
      await page.locator('[data-port="50123/tcp"]').waitFor();
      await page.locator('[data-map-pause]').click();
      expect(await page.locator('[data-map-pause]').getAttribute('aria-pressed')).toBe('true');
      const quiet = await colourAt(page, 50_200);
      knock(50_200);
      knock(50_201);
      await page.waitForTimeout(400);
      expect(await colourAt(page, 50_200)).toEqual(quiet);
      await page.locator('[data-map-pause]').click();
      await expect.poll(() => colourAt(page, 50_200)).not.toEqual(quiet);
      expect(faults).toEqual([]);
    });

    it('moves nothing for who wants no motion', async () => {
      const { page, canvas } = await map('/', { reducedMotion: 'reduce' });
      await page.locator('[data-live][data-state="on"]').waitFor();
      await page.evaluate('performance.clearMeasures()');
      site.machine.announce({
        type: 'ports',
        flickers: [{ transport: 'tcp', ports: [[51_000, 5]] }],
        left: 0,
      });
      await page.locator('[data-port="51000/tcp"]').waitFor();
      await page.waitForTimeout(2500);
      const frames = await page.evaluate<number>(
        "performance.getEntriesByName('map-frame', 'measure').length",
      );
      // Drawn when it came, now and then while it is marked, and once more without: no picture after picture.
      expect(frames).toBeLessThan(15);
      expect(frames).toBeGreaterThan(0);
      await expect(canvas.isVisible()).resolves.toBe(true);
    });

    it('is not mirrored where the page is', async () => {
      const { page, canvas, faults } = await map('/sd');
      await page.mouse.move(2, 2);
      await hover(page, canvas, 1);
      const tip = page.locator('[data-map-tip] .map-told-port');
      await expect.poll(() => tip.textContent()).toBe('1/tcp');
      await hover(page, canvas, 255);
      await expect.poll(() => tip.textContent()).toBe('255/tcp');
      await screenshot(open.at(-1) as Visit, 'map-sd');
      expect(faults).toEqual([]);
    });

    it('is touched: the first touch says what it is, the second opens it', async () => {
      const { page, canvas } = await map('/', {
        hasTouch: true,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 3,
        statuses: [404],
      });
      await canvas.scrollIntoViewIfNeeded();
      const { x, y } = await placeOf(canvas, 33_000);
      await page.touchscreen.tap(x, y);
      const chosen = page.locator('[data-map-panel] .map-told-port');
      await chosen.waitFor();
      const port = Number.parseInt((await chosen.textContent()) ?? '', 10);
      expect(Math.abs(port - 33_000)).toBeLessThan(520);
      await page.touchscreen.tap(x, y);
      await page.waitForURL(`**/ports/${port}`);
    });
  },
);
