import { afterEach, describe, expect, it } from 'vitest';
import type { KnockEvent } from '../../../src/core/knock.ts';
import { languages } from '../../../src/web/i18n/index.ts';
import { eventPage } from '../../../src/web/pages/event.ts';
import { payloadText } from '../../../src/web/pages/event/fields.ts';
import { knocksPage } from '../../../src/web/pages/knocks.ts';
import { sourcePage } from '../../../src/web/pages/source.ts';
import { aProbe, base, minute, scanEvent } from '../../store/events.ts';
import { type ContextOptions, pageContext } from '../context.ts';
import { type FakeMachine, fakeMachine, type FakeOptions } from '../machine.ts';
import { dangers, hostile, outline } from './outline.ts';

const made: FakeMachine[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.close();
});
const machine = (options: FakeOptions = {}): FakeMachine => {
  const one = fakeMachine(options);
  made.push(one);
  return one;
};
const page = (from: FakeMachine, options: ContextOptions = {}) =>
  knocksPage(pageContext(from, { path: '/knocks', ...options }));
const body = async (from: FakeMachine, options: ContextOptions = {}): Promise<string> =>
  String((await page(from, options)).body);
const source = (from: FakeMachine, address: string, options: ContextOptions = {}) =>
  sourcePage(pageContext(from, { path: `/sources/${address}`, ...options }), address);
const event = (from: FakeMachine, id: string, options: ContextOptions = {}) =>
  eventPage(pageContext(from, { path: `/events/${id}`, ...options }), id);
const ids = (markup: string): string[] =>
  [...markup.matchAll(/<tr role="row" data-key="(e\d+)"/g)].map(([, id]) => id ?? '');

describe('the page of the knocks', () => {
  for (const { tag } of languages) {
    it(`says who knocks, with what, at which ports, in ${tag}`, async () => {
      const text = outline(await page(machine(), { language: tag }));
      await expect(text).toMatchFileSnapshot(`knocks/knocks.${tag}.golden`);
    });
  }

  it('needs an agent', async () => {
    const atlas = await page(machine(), { atlas: true });
    expect([atlas.status, atlas.scripts]).toEqual([404, []]);
  });

  it.each([
    ['', ['e1', 'e2', 'e3', 'e4', 'e5', 'e7', 'e6']],
    ['since=10m', ['e1']],
    ['since=2026-11-20T23:00&until=2026-11-20T23:30', ['e4', 'e5', 'e7', 'e6']],
    ['kind=backscatter', ['e5']],
    ['tool=masscan', ['e1']],
    ['tool=unknown', ['e2']],
    ['port=2504', ['e2']],
    ['port=5060%2Fudp', ['e4']],
    ['port=5060%2Ftcp', []],
    ['source=192.0.2.11', ['e3']],
    ['source=2001%3ADB8%3A%3A0013', ['e3']],
    ['kind=nonsense', ['e1', 'e2', 'e3', 'e4', 'e5', 'e7', 'e6']],
  ])('of %j: %j', async (query, wanted) => {
    expect(ids(await body(machine(), { query })).toSorted()).toEqual(wanted.toSorted());
  });

  it('one range and one choice drive the sum, the plot, the lists and the table alike', async () => {
    const all = await body(machine(), { query: 'kind=port-scan&since=1h' });
    expect(all).toContain('One event with 3 packets');
    const data = JSON.parse(/id="knocks-data">(.*?)<\/script>/.exec(all)?.[1] ?? '') as {
      events: number[];
      packets: number[];
      from: number;
      step: number;
    };
    expect(data.events.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(data.packets.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect([data.from, Math.round(data.step * data.events.length)]).toEqual([
      (base - 60 * minute) / 1e6,
      3600,
    ]);
    expect(all).toContain('<svg role="img" aria-label="One event in 96 spans of');
    expect(all).toMatch(/href="\/knocks\?kind=port-scan&amp;since=1h&amp;port=23"/);
    expect(all).not.toContain('zmap');
  });

  it('filters are chips; the presets keep them, and they keep the range', async () => {
    const filtered = await body(machine(), { query: 'since=7d&kind=probe&tool=unknown' });
    expect(filtered).toMatch(
      /href="\/knocks\?since=7d&amp;tool=unknown"[^>]*aria-label="Remove the filter probe"/,
    );
    expect(filtered).toContain('href="/knocks?since=30d&amp;kind=probe&amp;tool=unknown"');
    expect(filtered).toContain('href="/knocks?kind=probe&amp;tool=unknown"');
    expect(filtered).toMatch(/aria-current="true">7 days/);
  });

  it('a range that is none is said, and the usual one is shown', async () => {
    for (const query of ['since=yesterday', 'since=2026-11-22', 'since=1h&until=2h', 'since=0001-01-01']) {
      const shown = await body(machine(), { query });
      expect(shown).toContain('That is no time that can be shown');
      expect(ids(shown)).toHaveLength(7);
    }
  });

  it('nothing has four reasons, each with its way on', async () => {
    const quiet = machine({ events: [] });
    const nothing = await body(quiet);
    expect(nothing).toContain('Nothing was seen from');
    expect(nothing).toContain('The agent watches <bdi dir="ltr">eth0</bdi> since');
    expect(nothing).toContain('href="/knocks?since=30d"');
    const missing = ['CAP_NET_RAW'];
    const refused = machine({
      events: [],
      capture: { state: 'not-permitted', why: 'it may not be', missing },
    });
    expect(await body(refused)).toMatch(/Knocks are not watched now.*CAP_NET_RAW.*reeve doctor/);
    const off = machine({ capture: { state: 'off', why: 'it was asked for by --no-watch' } });
    expect(await body(off)).toMatch(/not watched now: .*--no-watch/);
    expect(ids(await body(off))).toHaveLength(7);
    const hidden = await body(machine(), { query: 'port=9' });
    expect(hidden).toContain('nothing that fits the filters');
    expect(hidden).toMatch(/<a href="\/knocks">Clear all filters/);
    expect(await body(machine({ stored: false }))).toContain('the disk is full');
  });

  it('a store that fails costs its part only', async () => {
    const one = machine();
    one.store?.close();
    const shown = await page(one);
    expect(shown.status).toBe(200);
    expect(String(shown.body)).toContain('No events are kept');
  });

  it('more of a long list is asked for', async () => {
    const events = Array.from({ length: 300 }, (_, index) =>
      scanEvent(`k${index}`, { first: base - minute, last: base - index * 1000 }),
    );
    const many = machine({ events });
    const first = await body(many);
    expect(ids(first)).toHaveLength(50);
    expect(first).toContain('href="/knocks?limit=200"');
    expect(ids(await body(many, { query: 'limit=200' }))).toHaveLength(200);
    expect(ids(await body(many, { query: 'limit=1000' }))).toHaveLength(300);
    expect(ids(await body(many, { query: 'limit=9999999' }))).toHaveLength(50);
  });

  it('what was asked just now is not asked again, what is asked later is', async () => {
    const one = machine();
    const asked = (now: number) => body(one, { now });
    const before = await asked(base);
    one.store?.put(scanEvent('new', { first: base - minute, last: base - 1000 }));
    one.store?.flush();
    expect(ids(await asked(base + 1_000_000))).toEqual(ids(before));
    expect(ids(await asked(base + 3_000_000))).toHaveLength(8);
  });
});

describe('the page of a source', () => {
  it('tells all that is on record of it, and what it is not', async () => {
    const one = machine();
    for (const { tag } of languages) {
      await expect(outline(source(one, '203.0.113.9', { language: tag }))).toMatchFileSnapshot(
        `knocks/source.${tag}.golden`,
      );
    }
    await expect(outline(source(one, '192.0.2.5'))).toMatchFileSnapshot('knocks/victim.en.golden');
  });

  it('has one address however it is written, and says where there is nothing', () => {
    const one = machine();
    expect(source(one, '2001:DB8:0::13').status).toBe(200);
    expect(source(one, '198.51.100.200')).toMatchObject({ status: 404, scripts: [] });
    expect(source(one, 'nobody')).toMatchObject({ status: 400 });
    expect(dangers(String(source(one, hostile).body))).toEqual([]);
    expect(source(machine({ stored: false }), '203.0.113.9').status).toBe(200);
    expect(source(one, '203.0.113.9', { atlas: true }).status).toBe(404);
  });
});

describe('the page of an event', () => {
  it.each([
    ['e1', 'scan'],
    ['e2', 'probe'],
    ['e3', 'campaign'],
    ['e5', 'backscatter'],
    ['e6', 'flood'],
    ['e7', 'drops'],
  ])('%s is told as what it is: %s', async (id, name) => {
    await expect(outline(event(machine(), id))).toMatchFileSnapshot(`knocks/event-${name}.golden`);
  });

  it('marks what follows from other fields, and what the first bytes say', () => {
    const masscan = String(event(machine(), 'e1').body);
    expect(masscan).toContain('<mark><bdi dir="ltr">D^P^S</bdi></mark>');
    expect(masscan.match(/<td[^>]*><mark>/g)).toHaveLength(3);
    expect(String(event(machine(), 'e2').body)).toContain('<code dir="ltr">&lt;script</code>');
  });

  it('there is none, or no store', () => {
    const one = machine();
    for (const id of ['e99', 'x', '', '-1', hostile]) {
      const none = event(one, id);
      expect(none.status).toBe(404);
      expect(dangers(String(none.body))).toEqual([]);
    }
    expect(String(event(machine({ stored: false }), 'e1').body)).toContain('No events are kept');
    expect(event(one, 'e1', { atlas: true }).status).toBe(404);
  });
});

describe('whatever a packet says', () => {
  it('it is text, on every page', async () => {
    const payload = Buffer.from('"><script>alert(1)</script>').toString('hex');
    const scan: KnockEvent = scanEvent(hostile, {
      because: [hostile],
      tool: { name: hostile, version: hostile, level: 'likely', chance: 0.5, because: [hostile] },
      intent: [{ name: hostile, text: hostile, because: hostile }],
      targets: { count: 1, exact: true, top: [hostile] },
      evidence: [
        aProbe({ interface: hostile, payload, options: [hostile], flags: hostile }),
        aProbe({ ordinal: 2, options: ['nop'] }),
      ],
      first: base - minute,
      last: base - minute,
    });
    const drops: KnockEvent = {
      type: 'drops',
      key: 'd',
      drops: { reason: hostile, packets: 1, first: null, last: null },
    };
    const one = machine({ events: [scan, drops], capture: { state: 'off', why: hostile } });
    for (const { tag } of languages) {
      const options = { language: tag, query: `tool=${encodeURIComponent(hostile)}` };
      expect(dangers(await body(one, options))).toEqual([]);
      expect(dangers(await body(one, { language: tag }))).toEqual([]);
      for (const id of ['e1', 'e2'])
        expect(dangers(String(event(one, id, { language: tag }).body))).toEqual([]);
      expect(dangers(String(source(one, '203.0.113.9', { language: tag }).body))).toEqual([]);
    }
  });

  it.each([
    [null, null],
    ['', null],
    ['0001020304', null],
    ['474554202f20', 'GET / '],
    ['nonsense', null],
    ['47455420e280ae', null],
    ['47455420474554200d', 'GET GET \\x0d'],
  ])('the payload %j is told as %j', (hex, text) => {
    expect(payloadText(hex)).toBe(text);
  });
});
