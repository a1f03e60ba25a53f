import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/assess/index.ts';
import { languages, openLocale } from '../../../src/web/i18n/index.ts';
import { mainReason, reasonItem, reasonText, ruleNames } from '../../../src/web/pages/reasons.ts';
import { unseenNotes } from '../../../src/web/pages/unseen.ts';

const reason = {
  rule: 'temporary-folder',
  level: 'wrong',
  text: 'It lies in a temporary folder (/tmp/<b>).',
  evidence: {},
} as const;
const verdict = { level: 'wrong', because: [reason] } as const;

describe('what rules found', () => {
  it('has a sentence for each rule there is, and for no other', () => {
    expect([...ruleNames].sort()).toEqual(rules.map(({ name }) => name).sort());
  });

  for (const { tag } of languages) {
    it(`is told in ${tag}, with what the rule itself wrote marked as English`, () => {
      const locale = openLocale(tag);
      const told = locale.t('rule.temporary-folder');
      const item = String(reasonItem(locale, reason));
      expect(item.includes(told)).toBe(tag !== 'en');
      expect(item).toMatch(/lang="en" dir="ltr">It lies in a temporary folder \(\/tmp\/&lt;b&gt;\)\.</);
      expect(mainReason(locale, verdict)).toBe(told);
      expect(String(reasonText(locale, reason))).toContain(tag === 'en' ? 'folder (/tmp/' : told);
    });
  }

  it('of a rule without a sentence is told in English', () => {
    const strange = { ...reason, rule: 'constructor' };
    const locale = openLocale('bn');
    expect(mainReason(locale, { level: 'wrong', because: [strange] })).toBeNull();
    expect(String(reasonItem(locale, strange))).toContain('lang="en"');
    expect(String(reasonText(locale, strange))).toContain('lang="en"');
  });

  it('is the reason that decided', () => {
    const because = [{ ...reason, rule: 'customary-port', level: 'expected' as const }, reason];
    const locale = openLocale('id');
    expect(mainReason(locale, { level: 'wrong', because })).toBe(locale.t('rule.temporary-folder'));
  });
});

describe('what could not be seen', () => {
  const visibility = {
    complete: false,
    privileged: true,
    method: 'walk',
    processes: { seen: 87, hidden: 1 },
    namespaces: { seen: 1, hidden: 0 },
    notes: ['1 of 88 processes could not be read.'],
  } as const;

  for (const { tag } of languages) {
    it(`is counted in ${tag}; English notes are marked`, () => {
      const locale = openLocale(tag);
      const list = String(unseenNotes(locale, visibility));
      expect(list).toMatch(/lang="en" dir="ltr">1 of 88/);
      expect(list.includes(locale.t('unseen.processes', { hidden: 1, all: 88 }))).toBe(tag !== 'en');
      expect(list.includes('<details')).toBe(tag !== 'en');
      expect(list).not.toContain(locale.t('unseen.namespaces', { hidden: 0, all: 1 }));
    });
  }

  it('has only notes where nothing could be counted', () => {
    const unknown = { seen: null, hidden: null };
    const list = String(
      unseenNotes(openLocale('sd'), { ...visibility, processes: unknown, namespaces: unknown }),
    );
    expect(list).toMatch(/^<ul class="blind"><li>/);
  });
});
