import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { verdictLevels } from '../../../src/core/verdict.ts';
import { html } from '../../../src/web/html.ts';
import { languages, openLocale } from '../../../src/web/i18n/index.ts';
import {
  ago,
  badge,
  card,
  collectNotes,
  copyable,
  dataTable,
  empty,
  english,
  facts,
  ltr,
  ltrText,
  moment,
  portLink,
  tabs,
  verdictBadge,
} from '../../../src/web/look/components.ts';
import { fuzzRuns } from '../../fuzz.ts';
import { pageContext } from '../context.ts';
import { fakeMachine } from '../machine.ts';

const machine = fakeMachine();
afterAll(machine.close);
const en = openLocale('en');

describe('the pieces of pages', () => {
  it('escape what they are given', () => {
    const text = `<xx a="1" b='2'>&`;
    const all = [
      card(text, html`x`, { id: text, class: text }),
      badge('good', text),
      ltr(text),
      copyable(en, text),
      english(text),
      facts([[text, text]]),
      dataTable({ caption: text, head: [text], rows: [[text]], id: text }),
      tabs('t', text, [[text, html`x`]]),
      empty(text),
      collectNotes().cite({ title: text, url: text }),
    ].map(String);
    for (const out of all) {
      expect(out).not.toContain('<xx');
      expect(out).not.toContain('"1"');
      expect(out).not.toContain("'2'");
    }
  });

  it('tell a verdict by shape and word, not by colour alone', () => {
    for (const { tag } of languages) {
      const shown = verdictLevels.map((level) => String(verdictBadge(openLocale(tag), level)));
      expect(new Set(shown.map((one) => /href="#i-(\w+)"/.exec(one)?.[1])).size).toBe(verdictLevels.length);
      expect(new Set(shown.map((one) => one.replaceAll(/<[^>]*>/g, ''))).size).toBe(verdictLevels.length);
    }
  });

  it('set what names something from left to right', () => {
    expect(String(portLink(pageContext(machine, { language: 'sd' }), 22, 'tcp'))).toBe(
      '<a class="port" href="/sd/ports/22/tcp"><bdi dir="ltr">22/tcp</bdi></a>',
    );
    expect(ltrText('22/tcp')).toBe('\u206622/tcp\u2069');
    expect(String(english('a reason'))).toBe('<span lang="en" dir="ltr">a reason</span>');
  });

  it('give a copy button that only shows where a script can copy', () => {
    expect(String(copyable(en, 'ss -ltn'))).toMatch(
      /<code dir="ltr">ss -ltn<\/code><button[^>]* data-copy data-done="Copied" [^>]*hidden>/,
    );
  });

  it('leave facts out that are none', () => {
    expect(String(facts([null, ['a', 'b'], null]))).toBe(
      '<dl class="facts"><div><dt>a</dt><dd>b</dd></div></dl>',
    );
  });

  it('number the notes as they are cited, a source once, each with its way back', () => {
    const notes = collectNotes();
    const rfc = { title: 'RFC 6335', url: 'https://www.rfc-editor.org/info/rfc6335', accessed: '2026-11-21' };
    expect(String(notes.list(en))).toBe('');
    expect(String(notes.cite(rfc))).toBe(
      '<sup class="note" id="cite-1"><a href="#note-1" role="doc-noteref">1</a></sup>',
    );
    expect(String(notes.cite({ title: 'Other', url: 'javascript:alert(1)' }))).toContain('#note-2');
    // An id stands once on a page.
    expect(String(notes.cite(rfc))).toBe(
      '<sup class="note"><a href="#note-1" role="doc-noteref">1</a></sup>',
    );
    const list = String(notes.list(en));
    expect(notes.count).toBe(2);
    expect(list).toContain('href="https://www.rfc-editor.org/info/rfc6335"');
    expect(list).toContain('read on November 21, 2026');
    expect(list).toContain('href="#cite-2"');
    // What does not lead to a page is no link.
    expect(list).not.toContain('javascript');
  });

  it('make tables whose rows and columns are named', () => {
    const out = String(
      dataTable({ caption: 'Ports', head: ['Port', { text: 'Count', numeric: true }], rows: [[22, '7']] }),
    );
    expect(out).toContain('<th scope="col" class="number">Count</th>');
    expect(out).toContain('<tr><th scope="row">22</th><td class="number">7</td></tr>');
    expect(out).toContain('tabindex="0"');
  });

  it('make tabs of which the first shows, as many as the style knows', () => {
    const out = String(
      tabs('how', 'Systems', [
        ['Linux', html`a`],
        ['macOS', html`b`],
      ]),
    );
    expect(out.match(/ checked/g)).toHaveLength(1);
    expect(out).toContain(
      '<input type="radio" name="how" id="how-0" checked><label for="how-0">Linux</label>',
    );
    expect(() =>
      tabs(
        'x',
        'y',
        Array.from({ length: 7 }, () => ['a', html`b`] as const),
      ),
    ).toThrow(RangeError);
  });

  it('write moments for machines and for people, whatever the number', () => {
    fc.assert(
      fc.property(fc.double(), (at) => {
        expect(String(moment(en, at))).toMatch(/^<time datetime="[^"<]*">[^<]*<\/time>$/);
        expect(String(ago(en, at, 0))).toMatch(
          /^<time datetime="[^"<]*" data-ago title="[^"<]*">[^<]*<\/time>$/,
        );
      }),
      { numRuns: fuzzRuns(100) },
    );
  });
});
