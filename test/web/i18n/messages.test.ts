import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/web/i18n/index.ts';
import bn from '../../../src/web/i18n/messages/bn.json' with { type: 'json' };
import en from '../../../src/web/i18n/messages/en.json' with { type: 'json' };
import id from '../../../src/web/i18n/messages/id.json' with { type: 'json' };
import sd from '../../../src/web/i18n/messages/sd.json' with { type: 'json' };
import { anatomy } from './anatomy.ts';

const messages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, bn, id, sd };
const keys = Object.keys(en);
const others = languages.filter(({ tag }) => tag !== 'en');

/** Words that are the same in English, and why. */
const same: Readonly<Record<string, readonly string[]>> = {
  // Indonesian writes these loan words as English does; the name of the program is a name.
  id: ['Port', 'Port {port}', 'Program', 'Unit', 'Token', 'Portreeve', 'Status'],
  bn: [],
  sd: [],
};

/** Letters that a script has, but for the Latin ones of names and commands. */
const scripts: Readonly<Record<string, RegExp>> = { bn: /\p{Script=Bengali}/u, sd: /\p{Script=Arabic}/u };

/** A message that is no more than its placeholders, punctuation and names says the same everywhere. */
const isWordless = (words: string): boolean =>
  !/\p{L}/u.test(words.replaceAll(/\b(?:UTC|IANA|TCP|UDP)\b/g, ''));

describe('the messages', () => {
  it('are many enough to say that they were found', () => {
    expect(keys.length).toBeGreaterThan(300);
  });

  for (const { tag, intl } of languages) {
    it(`are all there in ${tag}, none empty, none more, and sorted as the tool leaves them`, () => {
      const own = messages[tag] ?? {};
      expect(Object.keys(own)).toEqual(keys);
      expect(keys.filter((key) => (own[key] ?? '').trim() === '' || own[key]?.trim() !== own[key])).toEqual(
        [],
      );
    });

    it(`have every plural form that ${tag} needs, and no other`, () => {
      const needed = new Intl.PluralRules(intl).resolvedOptions().pluralCategories;
      for (const key of keys) {
        for (const forms of anatomy(messages[tag]?.[key] ?? '', intl).plurals) {
          expect(forms, `${key} in ${tag}`).toContain('other');
          // Where all forms are one, `other` alone says so.
          if (forms.length > 1) expect(forms.toSorted(), `${key} in ${tag}`).toEqual(needed.toSorted());
        }
      }
    });
  }

  for (const { tag, intl } of others) {
    it(`ask in ${tag} for the same values as in English`, () => {
      for (const key of keys) {
        const own = anatomy(messages[tag]?.[key] ?? '', intl).needs;
        expect(own, `${key} in ${tag}`).toEqual(anatomy(en[key as keyof typeof en], 'en').needs);
      }
    });

    it(`are translated into ${tag}`, () => {
      const left = keys.filter((key) => {
        const text = messages[tag]?.[key] ?? '';
        if (isWordless(anatomy(text, intl).words)) return false;
        const script = scripts[tag];
        if (script !== undefined && !script.test(text)) return true;
        return text === en[key as keyof typeof en] && same[tag]?.includes(text) !== true;
      });
      expect(left).toEqual([]);
    });
  }

  it('write no number of a count without the language’s own digits', () => {
    // `{count}` as it is would be ASCII digits in Bengali; it is written `{count, number}` or `#`.
    const counts = /\{(?:count|total|size|assigned|unassigned|held|packets|events)\}/;
    const plain = keys.filter((key) => counts.test(en[key as keyof typeof en]));
    // Here the value comes as text: from a script that writes it in the page's language, or filled in there.
    const written = plain.filter((key) => !/^(?:map|search|live|listeners|knocks|atlas)\./.test(key));
    expect(written).toEqual([]);
  });

  it('keep what names something out of the hands of number formats', () => {
    const names = /\{(?:port|pid|address|from|to), number/;
    expect(keys.filter((key) => Object.values(messages).some((own) => names.test(own[key] ?? '')))).toEqual(
      [],
    );
  });
});
