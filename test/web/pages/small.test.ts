import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { portRanges } from '../../../src/core/range.ts';
import { languages } from '../../../src/web/i18n/index.ts';
import { layout } from '../../../src/web/look/layout.ts';
import type { Page, PageContext } from '../../../src/web/page.ts';
import { aboutPage } from '../../../src/web/pages/about.ts';
import { problemPage } from '../../../src/web/pages/problem.ts';
import { rangePage, rangesPage } from '../../../src/web/pages/ranges/index.ts';
import { searchPage } from '../../../src/web/pages/search.ts';
import { signInPage } from '../../../src/web/pages/sign-in.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { type ContextOptions, pageContext } from '../context.ts';
import { fakeMachine } from '../machine.ts';

const machine = fakeMachine();
afterAll(machine.close);
const context = (options?: ContextOptions): PageContext => pageContext(machine, options);
const text = (page: Page): string =>
  String(page.body)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const problem = {
  status: 404,
  code: 'PAGE_UNKNOWN',
  asked: '"/x"',
  found: 'nothing',
  todo: 'Search',
} as const;

const everyPage: Readonly<Record<string, (of: PageContext) => Page>> = {
  ranges: rangesPage,
  'system range': (of) => rangePage(of, 'system'),
  'user range': (of) => rangePage(of, 'user'),
  'dynamic range': (of) => rangePage(of, 'dynamic'),
  search: searchPage,
  'search for ssh': (of) => searchPage({ ...of, query: new URLSearchParams('q=ssh') }),
  'search for nothing': (of) => searchPage({ ...of, query: new URLSearchParams('q=zzqqxxyy') }),
  about: aboutPage,
  problem: (of) => problemPage(of, problem),
  'sign in': (of) => signInPage(of, { kind: 'token', failed: true }, { action: '/sign-in', next: '/knocks' }),
  'signed in': (of) => signInPage(of, { kind: 'signed-in' }, { action: '/sign-in' }),
};

describe.each(Object.entries(everyPage))('the page %s', (_, make) => {
  it('is whole in every language, with and without a machine', () => {
    for (const { tag } of languages) {
      for (const atlas of [false, true]) {
        const of = context({ language: tag, atlas });
        const document = layout(of, make(of));
        expect(document.match(/<h1/g)).toHaveLength(1);
        // `{time}` in an attribute is filled in by the script.
        expect(
          /undefined|\[object|NaN|\{[a-z]+\}/.exec(document.replaceAll(/ data-\w+="[^"]*"/g, '')),
        ).toBeNull();
        const ids = [...document.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
        // Links within the page lead somewhere.
        for (const [, target = ''] of document.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
      }
    }
  });
});

describe('the pages of ranges', () => {
  it('count from the registry', () => {
    const page = text(rangesPage(context()));
    for (const { from } of portRanges.slice(0, 2)) {
      const { counts } = machine.registry.rangeInfo(from);
      expect(page).toContain(`${counts?.assigned.toLocaleString('en')} are assigned`);
    }
    expect(page).toContain('None of its 16,384 ports is assigned');
  });

  it('tell where this machine takes the ports of outgoing connections, and the atlas does not', () => {
    expect(text(rangesPage(context()))).toMatch(/harbour , this machine 32768–60999/);
    expect(text(rangesPage(context({ atlas: true })))).not.toContain('this machine');
    expect(text(rangePage(context(), 'dynamic'))).toContain('49152–65535');
  });

  it('name the services with several ports where they are', () => {
    expect(text(rangePage(context(), 'user'))).toMatch(/6000–6063 x11/);
    expect(text(rangePage(context(), 'system'))).not.toContain('6000–6063');
  });

  it('list every assigned system port by name', () => {
    const page = String(rangePage(context({ language: 'bn' }), 'system').body);
    expect(page).toContain(
      '<a class="port" href="/bn/ports/22"><bdi dir="ltr">22</bdi></a> <bdi lang="en">ssh</bdi>',
    );
    const { counts } = machine.registry.rangeInfo(0);
    expect(page.match(/class="port" href="\/bn\/ports\/\d+"/g)?.length).toBeGreaterThan(
      (counts?.assigned ?? 0) - 30,
    );
  });
});

describe('the page of the search', () => {
  const found = (words: string): string =>
    text(searchPage(context({ query: new URLSearchParams({ q: words }).toString() })));

  it('finds by name, with slips, and by number', () => {
    expect(found('postgrs')).toContain('5432 postgresql');
    expect(found('2504')).toMatch(/One result 2504 wlbs.*The port with this number/);
    expect(found('zzqqxxyy')).toContain('Nothing was found for zzqqxxyy');
  });

  it('leads a port that nobody is assigned to its page all the same', () => {
    const page = String(searchPage(context({ query: 'q=60503' })).body);
    expect(page).toContain('href="/ports/60503"');
    expect(page).toContain('unassigned');
  });

  it('is for search engines only while it is empty', () => {
    expect(searchPage(context()).private).toBe(false);
    expect(searchPage(context({ query: 'q=ssh' })).private).toBe(true);
  });

  it('bears whatever is asked', () => {
    const plain = String(searchPage(context({ query: 'q=zzqqxxyy' })).body).split('<').length;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (words) => {
        const { body } = searchPage(
          context({ query: new URLSearchParams({ q: `zzqqxxyy<${words}` }).toString() }),
        );
        expect(String(body)).not.toContain('zzqqxxyy<');
        if (text({ body } as Page).includes('Nothing was found')) {
          expect(String(body).split('<').length).toBe(plain);
        }
      }),
      { numRuns: fuzzRuns(40) },
    );
  });
});

describe('the page of a problem', () => {
  it('has words for every status that is sent', () => {
    const titles = [400, 401, 403, 404, 405, 413, 421, 429, 500, 503].map(
      (status) => problemPage(context(), { ...problem, status }).title,
    );
    expect(new Set(titles).size).toBe(titles.length);
    expect(problemPage(context(), { ...problem, status: 418 }).title).toBe(titles[0]);
    expect(problemPage(context(), { ...problem, status: 599 }).title).toBe(titles[8]);
  });

  it.each([
    ['/ports/2504abc', 2504],
    ['/port/22', 22],
    ['/443', 443],
    ['/ports/:80', 80],
    ['/ports/65536', null],
    ['/ports/123456', null],
    ['/events/12/x', null],
    ['/ports/２５０４', null],
  ])('guesses at %s the port %s', (path, port) => {
    const page = String(problemPage(context({ path }), problem).body);
    if (port === null) expect(page).not.toContain('Perhaps you meant');
    else expect(page).toContain(`Perhaps you meant <a href="/ports/${port}">`);
  });

  it('shows what was asked as text', () => {
    const page = String(problemPage(context(), { ...problem, asked: '<script>' }).body);
    expect(page).toContain('<span lang="en" dir="ltr">&lt;script&gt;</span>');
  });
});

describe('the page for signing in', () => {
  it('posts what it was given, and never puts a code into an address', () => {
    const page = signInPage(context(), { kind: 'link', code: 'a"b' }, { action: '/sign-in', next: '/x"y' });
    expect(String(page.body)).toContain('name="code" value="a&quot;b"');
    expect(String(page.body)).toContain('name="next" value="/x&quot;y"');
    expect(String(page.body)).toContain('method="post" action="/sign-in"');
    expect(page.private).toBe(true);
  });

  it('says that a token was not known, and a link is used up', () => {
    const failed = signInPage(context(), { kind: 'token', failed: true }, { action: '/sign-in' });
    expect([failed.status, String(failed.body).includes('role="alert"')]).toEqual([401, true]);
    const spent = signInPage(context(), { kind: 'link-spent' }, { action: '/sign-in' });
    expect([spent.status, text(spent).includes('reeve sign-in')]).toEqual([401, true]);
  });
});

describe('the page about the pages', () => {
  it('names every layer of the registry that answers, with its date in the page’s language', () => {
    const used = machine.registry.status().layers.filter(({ used: is, source }) => is && source !== null);
    expect(used.length).toBeGreaterThan(0);
    for (const { source, layer } of used) {
      if (layer !== 'host') expect(text(aboutPage(context()))).toContain(source?.name);
    }
  });

  it('does not speak of a machine in the atlas', () => {
    expect(text(aboutPage(context({ atlas: true })))).not.toContain('harbour');
  });
});
