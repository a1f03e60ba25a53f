import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/web/html.ts';
import { languages, type Locale, openLocale } from '../../../src/web/i18n/index.ts';
import { localeOf } from '../../../src/web/i18n/open.ts';
import { fuzzRuns } from '../../fuzz.ts';

/** Messages of a test's own, by whatever keys. */
type Free = Omit<Locale, 't' | 'rich'> & {
  readonly t: (key: string, values?: object) => string;
  readonly rich: (key: string, values: object) => ReturnType<Locale['rich']>;
};
const made = (tag: 'en' | 'bn' | 'id' | 'sd', texts: Readonly<Record<string, string>>): Free => {
  const language = languages.find((one) => one.tag === tag);
  if (language === undefined) throw new Error(tag);
  return localeOf(language, texts) as unknown as Free;
};

const at = Date.UTC(2026, 10, 21, 9, 5, 7) * 1000;

describe('a locale', () => {
  it('is opened once', () => {
    expect(openLocale('bn')).toBe(openLocale('bn'));
    expect(openLocale('bn').language.dir).toBe('ltr');
    expect(openLocale('sd').language.dir).toBe('rtl');
  });

  it('says plain messages as they are, quotes of the format undone', () => {
    const { t } = made('en', { plain: 'Ports', quoted: "it''s '{this}'", one: 'a {b} c {b}' });
    expect(t('plain')).toBe('Ports');
    expect(t('quoted')).toBe("it's {this}");
    expect(t('one', { b: 22 })).toBe('a 22 c 22');
  });

  it('refuses a message that is not there, and one without its values', () => {
    const { t } = made('en', { one: 'a {b}', many: '{n, plural, other {#}}' });
    expect(() => t('two')).toThrow('There is no message two in en');
    expect(() => t('one')).toThrow('needs b');
    expect(() => t('many')).toThrow();
  });

  it('writes counts with the language’s digits, and names as they are', () => {
    const text = 'port {port}: {count, plural, one {# knock} other {# knocks}}, {share, number}';
    const values = { port: 2504, count: 1234, share: 0.5 };
    expect(made('en', { text }).t('text', values)).toBe('port 2504: 1,234 knocks, 0.5');
    expect(made('bn', { text }).t('text', values)).toBe('port 2504: ১,২৩৪ knocks, ০.৫');
    expect(made('id', { text }).t('text', values)).toBe('port 2504: 1.234 knocks, 0,5');
    expect(made('sd', { text }).t('text', values)).toBe('port 2504: ١٬٢٣٤ knocks, ٠٫٥'.replace('٫', '.'));
  });

  it('puts markup into messages, and escapes what is none', () => {
    const { rich } = made('en', { text: 'See <a>the {what} & more</a> of {name}, {n, number}' });
    const out = rich('text', {
      a: (inner: unknown) => html`<a href="/x">${inner as string}</a>`,
      what: html`<b>list</b>`,
      name: '<script>',
      n: 1000,
    });
    expect(String(out)).toBe('See <a href="/x">the <b>list</b> &amp; more</a> of &lt;script&gt;, 1,000');
  });

  it('lets no value from outside become markup', () => {
    const { rich } = made('en', { few: '{a}!', more: '<b>{a}</b> {n, plural, one {#: {a}} other {{a}}}' });
    const bold = (inner: unknown) => html`<b>${inner as string}</b>`;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '{', '}', 'a', '/') }), (a) => {
        const escaped = String(html`${a}`);
        expect(String(rich('few', { a }))).toBe(`${escaped}!`);
        expect(String(rich('more', { a, b: bold, n: 1 }))).toBe(`<b>${escaped}</b> 1: ${escaped}`);
        expect(escaped).not.toMatch(/[<>"']/);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('writes dates and times by the language, in UTC and saying so', () => {
    expect(openLocale('en').time(at)).toBe('Nov 21, 2026, 09:05:07 UTC');
    expect(openLocale('bn').time(at)).toMatch(/^২১ .*২০২৬.* ০৯:০৫:০৭ UTC$/);
    expect(openLocale('id').time(at)).toBe('21 Nov 2026, 09.05.07 UTC');
    expect(openLocale('sd').time(at)).toMatch(/٢٠٢٦.*٠٩:٠٥:٠٧ UTC$/);
    expect(openLocale('en').date('2002-04')).toBe('April 2002');
    expect(openLocale('en').date('1999')).toBe('1999');
    expect(openLocale('en').date('2026-11-21')).toBe('November 21, 2026');
    expect(openLocale('id').date(at)).toBe('21 November 2026');
  });

  it('gives back what is no date, and what no calendar has', () => {
    expect(openLocale('en').date('some day')).toBe('some day');
    expect(openLocale('en').time(Number.MAX_VALUE)).toBe(`${Number.MAX_VALUE} UTC`);
    expect(openLocale('en').ago(Number.NaN, at)).toBe('NaN');
  });

  it('tells how long ago', () => {
    const { ago } = openLocale('en');
    const back = (seconds: number): string => ago(at - seconds * 1e6, at);
    expect([0, 5, 59, 60, 3599, 3600, 86_400, 86_400 * 45, 86_400 * 800].map(back)).toEqual([
      'now',
      '5 seconds ago',
      '59 seconds ago',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      'yesterday',
      'last month',
      '2 years ago',
    ]);
    expect(openLocale('bn').ago(at - 180e6, at)).toBe('৩ মিনিট আগে');
    expect(ago(at + 120e6, at)).toBe('in 2 minutes');
  });

  it('rounds no share to nothing or to all', () => {
    const { percent } = openLocale('en');
    expect([0, 0.00017, 0.0042, 0.12, 0.676, 0.996, 1].map(percent)).toEqual([
      '0%',
      '0.02%',
      '0.4%',
      '12%',
      '68%',
      '99.6%',
      '100%',
    ]);
  });

  it('writes numbers and lists of any size', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string(), { maxLength: 5 }), (value, items) => {
        for (const { tag } of languages) {
          const { number, list } = openLocale(tag);
          expect(number(value)).not.toBe('');
          for (const item of items) expect(list(items)).toContain(item);
        }
      }),
      { numRuns: fuzzRuns(50) },
    );
    expect(openLocale('en').list(['tcp', 'udp', 'sctp'])).toBe('tcp, udp, and sctp');
    expect(openLocale('sd').list(['tcp', 'udp'])).toBe('tcp ۽ udp');
  });
});
