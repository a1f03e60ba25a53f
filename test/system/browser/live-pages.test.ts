import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { envelope, visibilityItem } from '../../../src/contract/envelope.ts';
import { knockEventItem } from '../../../src/contract/knock-event-item.ts';
import { listenerItem } from '../../../src/contract/listener-item.ts';
import { base, minute, scanEvent } from '../../store/events.ts';
import { type FakeOptions, seesAll } from '../../web/machine.ts';
import { listening, type Sample, sampleListeners } from '../../web/machine-listeners.ts';
import { launch, noBrowser, overhang, screenshot, seriousFindings, visit, type Visit } from './harness.ts';
import { type Site, startSite } from './site.ts';

const reason = noBrowser();

const samples = sampleListeners();
const opened: Sample = { listener: listening({ port: 9999, exposure: 'public' }), opened: 0 };

/** The table changes, and the agent tells it. */
function change({ machine }: Site, listeners: readonly Sample[]): void {
  machine.setListeners(listeners);
  const [known] = machine.view.listeners.all();
  if (known === undefined) throw new Error('a listener to tell of is missing');
  machine.announce({
    type: 'listener',
    change: {
      ...envelope('portreeve/listener-change/1'),
      kind: 'opened',
      listener: listenerItem(known, { unredacted: false }),
      before: null,
      visibility: visibilityItem(seesAll),
    },
  });
}

function knock({ machine }: Site, key: string): void {
  const event = scanEvent(key, { first: base - minute, last: base - 1000 });
  machine.store?.put(event);
  machine.store?.flush();
  machine.announce({ type: 'knock', id: null, event: knockEventItem(event) });
}

describe.skipIf(reason !== null)(`live pages${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let browser: Browser;
  const opens: (Site | Visit)[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const one of opens.splice(0).toReversed()) await ('stop' in one ? one.stop() : one.close());
  });

  async function show(path: string, options: FakeOptions = {}): Promise<{ site: Site; one: Visit }> {
    const site = await startSite(options);
    opens.push(site);
    const one = await visit(browser, site.url + path);
    opens.push(one);
    await one.page.waitForSelector('[data-live][data-state="on"]');
    return { site, one };
  }

  it('a listener that opens comes in with a mark and is said; one that closes is struck through; what is unfolded stays', async () => {
    const { site, one } = await show('/listeners', { listeners: samples });
    const { page } = one;
    const ssh = page.locator('tr[data-key]', { hasText: '22/tcp' }).first();
    await ssh.locator('summary').click();
    change(site, [...samples, opened]);
    const row = page.locator('tr[data-new]');
    await row.waitFor();
    expect(await row.textContent()).toContain('9999/tcp');
    expect(await page.locator('[data-said]').textContent()).toBe('Opened: 9999/tcp');
    expect(await ssh.locator('details').getAttribute('open')).toBe('');
    expect(await page.locator('[data-part="count"]').textContent()).toBe(
      `${samples.length + 1} of ${samples.length + 1} shown`,
    );
    change(site, samples);
    const gone = page.locator('tr[data-gone]');
    await gone.waitFor();
    expect(await gone.textContent()).toContain('9999/tcp');
    expect(await page.locator('[data-said]').textContent()).toBe('Closed: 9999/tcp');
    await screenshot(one, 'listeners-live', true);
    expect(await seriousFindings(one)).toEqual([]);
    change(site, [...samples, opened]);
    await row.waitFor();
    expect(await page.locator('tr[data-key]', { hasText: '9999/tcp' }).count()).toBe(1);
    expect([one.faults, site.errors]).toEqual([[], []]);
  });

  it('sorting and filtering need no reload, and the address says them', async () => {
    const { one } = await show('/listeners', { listeners: samples });
    const { page } = one;
    await page.evaluate('globalThis.stays = true');
    await page.locator('a[data-sort="verdict"]').click();
    await page.waitForSelector('th[aria-sort="ascending"] a[data-sort="verdict"]');
    expect(await page.locator('tbody tr').first().textContent()).toContain('2504/tcp');
    await page.locator('form[data-filters] input[name="q"]').fill('nginx');
    const rows = page.locator('tbody tr[data-key]');
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(2);
    expect(new URL(page.url()).search).toBe('?q=nginx&sort=verdict');
    expect(await page.locator('.chip').count()).toBe(1);
    await page.locator('form[data-filters] input[name="q"]').fill('xqzzy');
    await page.locator('.empty').waitFor();
    await page.locator('form[data-filters] input[name="q"]').fill('');
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(samples.length);
    expect(await page.evaluate('globalThis.stays')).toBe(true);
    expect(one.faults).toEqual([]);
  });

  it('five thousand listeners are there and go on living', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      listener: listening({ port: 1 + index, exposure: 'loopback' as const }),
    }));
    const { site, one } = await show('/listeners', { listeners: many });
    const { page } = one;
    expect(await page.locator('tbody tr[data-key]').count()).toBe(5000);
    await page.locator('tr[data-key]', { hasText: '4999/tcp' }).last().scrollIntoViewIfNeeded();
    expect(await overhang(one)).toBeLessThanOrEqual(0);
    change(site, [...many.slice(1), { listener: listening({ port: 60_000 }) }]);
    await page.locator('tr[data-new]', { hasText: '60000/tcp' }).waitFor({ state: 'attached' });
    expect(await page.locator('tr[data-gone]').count()).toBe(1);
    expect(await page.locator('tbody tr[data-key]').count()).toBe(5001);
    expect(one.faults).toEqual([]);
  });

  it('a knock comes in with a mark and is said, in the plot and the sums as well', async () => {
    const { site, one } = await show('/knocks?since=1h');
    const { page } = one;
    await page.waitForSelector('.uplot canvas');
    knock(site, 'a new one');
    const row = page.locator('tr[data-new]');
    await row.waitFor();
    expect(await row.textContent()).toContain('203.0.113.9');
    expect(await page.locator('[data-said]').textContent()).toBe('New events: 1');
    expect(await page.locator('[data-part="lead"]').textContent()).toContain('8 events');
    expect(await page.locator('.uplot canvas').count()).toBe(1);
    await screenshot(one, 'knocks-live', true);
    expect(await seriousFindings(one)).toEqual([]);
    expect([one.faults, site.errors]).toEqual([[], []]);
  });

  it('where nothing was, the first knock brings the whole page', async () => {
    const { site, one } = await show('/knocks', { events: [] });
    await one.page.locator('.empty').waitFor();
    knock(site, 'the first');
    await one.page.locator('tr[data-key="e1"]').waitFor();
    await one.page.waitForSelector('.uplot canvas');
    expect(one.faults).toEqual([]);
  });

  it('a time is chosen by dragging over the plot', async () => {
    const { one } = await show('/knocks?since=1h&kind=probe');
    const { page } = one;
    const over = page.locator('.u-over');
    const box = await over.boundingBox();
    if (box === null) throw new Error('there is no plot');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/until=/);
    const { searchParams } = new URL(page.url());
    const at = (name: string): number => Date.parse(searchParams.get(name) ?? '') * 1000;
    expect(Math.abs(at('since') - (base - 30 * minute))).toBeLessThan(minute);
    expect(Math.abs(at('until') - (base - 6 * minute))).toBeLessThan(minute);
    expect(searchParams.get('kind')).toBe('probe');
    expect(await page.locator('tr[data-key]').count()).toBe(1);
    expect(one.faults).toEqual([]);
  });

  it('all of it is there without a script', async () => {
    const site = await startSite();
    opens.push(site);
    for (const [name, path] of [
      ['listeners', '/listeners?sort=verdict&q=tcp'],
      ['knocks', '/knocks'],
      ['event', '/events/e1'],
    ] as const) {
      const one = await visit(browser, site.url + path, { javaScriptEnabled: false });
      opens.push(one);
      await screenshot(one, `${name}-without-script`, true);
      expect(await one.page.locator('tbody tr').count()).toBeGreaterThan(2);
    }
  });
});
