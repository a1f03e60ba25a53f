import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { html, nothing } from '../../../src/web/html.ts';
import { languages } from '../../../src/web/i18n/index.ts';
import { layout } from '../../../src/web/look/layout.ts';
import type { Page } from '../../../src/web/page.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { type ContextOptions, pageContext } from '../context.ts';
import { fakeMachine } from '../machine.ts';

const machine = fakeMachine();
afterAll(machine.close);

const page: Page = {
  status: 200,
  title: 'Port 22',
  description: 'What port 22 is.',
  section: 'map',
  crumbs: [
    { text: 'Map', path: '/' },
    { text: 'Port 22', path: null },
  ],
  body: html`<h1>Port 22</h1>`,
  private: false,
};

const made = (options: ContextOptions = {}, changes: Partial<Page> = {}): string =>
  layout(pageContext(machine, { path: '/ports/22', ...options }), { ...page, ...changes });

/** Each tag on a line of its own, so that a change is seen where it is; without what this host's registry is. */
const lines = (document: string): string =>
  document
    .replace(/<svg class="drawings".*?<\/svg>/, '')
    .replace(/<p>Registry: .*?<\/p>/, '')
    .replaceAll('><', '>\n<');

describe('the layout', () => {
  it('is as it was agreed', async () => {
    const document = lines(made({ origin: 'https://ports.example' }, { scripts: ['map.js'] }));
    await expect(document).toMatchFileSnapshot('layout.golden.html');
  });

  for (const { tag, dir, name } of languages) {
    it(`is in ${tag} from ${dir === 'ltr' ? 'left to right' : 'right to left'}, and links the others`, () => {
      const document = made({ language: tag, origin: 'https://ports.example' });
      expect(document).toMatch(new RegExp(`^<!doctype html><html lang="${tag}" dir="${dir}">`));
      for (const other of languages) {
        expect(document).toContain(
          `href="/${other.tag}/ports/22" lang="${other.tag}" hreflang="${other.tag}" dir="${other.dir}"`,
        );
        const path = other.tag === 'en' ? '/ports/22' : `/${other.tag}/ports/22`;
        expect(document).toContain(
          `<link rel="alternate" hreflang="${other.tag}" href="https://ports.example${path}">`,
        );
      }
      const own = tag === 'en' ? '/ports/22' : `/${tag}/ports/22`;
      expect(document).toContain(`<link rel="canonical" href="https://ports.example${own}">`);
      expect(document).toContain('hreflang="x-default" href="https://ports.example/ports/22"');
      expect(document).toContain(`aria-current="true">${name}</a>`);
    });
  }

  it('names no address of its own where none is known, and keeps private pages from search engines', () => {
    expect(made()).not.toMatch(/canonical|x-default|BreadcrumbList/);
    const hidden = made({ origin: 'https://ports.example' }, { private: true });
    expect(hidden).toContain('<meta name="robots" content="noindex">');
    expect(hidden).not.toMatch(/canonical|x-default|BreadcrumbList/);
  });

  it('asks no other host for anything, and has neither inline script nor inline style', () => {
    const document = made();
    expect(document).not.toMatch(/<script(?![^>]*(?: src=| type="application\/ld\+json"))/);
    expect(document).not.toMatch(/\s(?:style|on[a-z]+)=/);
    expect(document).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
    expect(document).not.toContain('<style');
  });

  it('shows nothing of a machine in the atlas', () => {
    const document = made({ atlas: true });
    for (const word of ['href="/listeners"', 'href="/knocks"', 'data-live', machine.view.name]) {
      expect(document).not.toContain(word);
      expect(made()).toContain(word);
    }
  });

  it('keeps the query when the language changes', () => {
    expect(made({ path: '/search', query: 'q=a&b=<' })).toContain('href="/bn/search?q=a&amp;b=%3C"');
  });

  it('has the three faces only where an answer can go somewhere, and says where', () => {
    expect(made({ feedback: null })).not.toContain('data-feedback');
    const here = made();
    expect(here.match(/name="face" value="(?:yes|partly|no)"/g)).toHaveLength(3);
    expect(here).toContain('name="page" value="/ports/22"');
    expect(here).toContain('kept on this machine');
    const away = made({
      atlas: true,
      feedback: { action: 'https://votes.example/feedback', thanked: false },
    });
    expect(away).toContain('is sent to <bdi dir="ltr">votes.example</bdi>');
  });

  it('thanks visibly for an answer', () => {
    expect(made()).toMatch(/data-thanks hidden>/);
    expect(made({ feedback: { action: '/feedback', thanked: true } })).toMatch(/data-thanks>Thank you/);
  });

  it('lets nothing from outside out of its place', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '/', '!', '-', 'x', '\u2028'),
    });
    const rank = (document: string): number => document.split('<').length;
    const usual = { origin: 'https://ports.example', language: 'en' } as const;
    const tagsOf = rank(made({ ...usual, path: '/x', query: 'q=y' }, { jsonLd: [{ name: 'y' }] }));
    fc.assert(
      fc.property(hostile, (text) => {
        const document = made(
          { ...usual, path: `/${text}`, query: new URLSearchParams({ q: text }).toString() },
          {
            title: text,
            description: text,
            crumbs: [
              { text, path: '/' },
              { text, path: null },
            ],
            jsonLd: [{ name: text, text: `</script><script>${text}` }],
          },
        );
        expect(rank(document)).toBe(tagsOf);
        for (const [, data] of document.matchAll(/ld\+json">(.*?)<\/script>/gs)) {
          expect(data).not.toMatch(/[<>&\u2028\u2029]/);
          expect(() => JSON.parse(data ?? '')).not.toThrow();
        }
      }),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('writes the way to the page for search engines', () => {
    const document = made({ origin: 'https://ports.example', language: 'bn' });
    const [, data = ''] = /ld\+json">(.*?)<\/script>/s.exec(document) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      '@type': 'BreadcrumbList',
      itemListElement: [
        { position: 1, name: 'Map', item: 'https://ports.example/bn/' },
        { position: 2, name: 'Port 22', item: 'https://ports.example/bn/ports/22' },
      ],
    });
  });

  it('leaves the breadcrumbs out on the front page', () => {
    expect(made({ path: '/' }, { crumbs: [{ text: 'Map', path: null }], body: nothing })).not.toContain(
      'class="crumbs"',
    );
  });
});
