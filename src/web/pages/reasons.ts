import { harmless } from '../../core/text.ts';
import type { Reason, Verdict } from '../../core/verdict.ts';
import { type Html, html } from '../html.ts';
import type { Locale, MessageKey } from '../i18n/index.ts';
import { code, english } from '../look/components.ts';

/** The rules of `assess` by their stable names; a test keeps the two lists equal. */
export const ruleNames = [
  'accounted-for',
  'borrowed-name',
  'client-socket',
  'customary-port',
  'deleted-executable',
  'differs-from-registry',
  'exposed-without-need',
  'hidden-owner',
  'inferred-from-unit',
  'kernel-held',
  'kernel-thread-name',
  'known-program-elsewhere',
  'matches-registry',
  'own-agent',
  'raw-socket',
  'retired-registration',
  'root-script-from-home',
  'shared-with-outsider',
  'socket-unit',
  'stranger-in-unit',
  'temporary-folder',
  'unassigned-port',
  'unpackaged-system-file',
  'writable-by-all',
] as const;

const messages: ReadonlyMap<string, MessageKey> = new Map(
  ruleNames.map((name) => [name, `rule.${name}`] as const),
);

/** What the rule found, in the page's language; null for a rule that has no sentence of its own. */
function ruleText(locale: Locale, { rule }: Reason): string | null {
  const key = messages.get(rule);
  return key === undefined ? null : locale.t(key);
}

/** Rules speak English, with what they saw: elsewhere their sentence in the page's language comes first. */
export function reasonItem(locale: Locale, reason: Reason): Html {
  const told = isEnglish(locale) ? null : ruleText(locale, reason);
  const detail = english(harmless(reason.text));
  return html`<li>${told === null ? detail : html`${told} <span class="dim detail">${detail}</span>`} <span class="rule">${code(harmless(reason.rule))}</span></li>`;
}

/** One reason in a line: in English with what was seen, elsewhere as the rule's sentence. */
export function reasonText(locale: Locale, reason: Reason): Html {
  const told = isEnglish(locale) ? null : ruleText(locale, reason);
  return told === null ? english(harmless(reason.text)) : html`${told}`;
}

/** The reason that made the verdict what it is. */
export const decisive = ({ level, because }: Verdict): Reason | null =>
  because.find((one) => one.level === level) ?? because[0] ?? null;

/** Why the verdict is what it is, in one sentence of the page's language; null where no rule has one. */
export function mainReason(locale: Locale, verdict: Verdict): string | null {
  const reason = decisive(verdict);
  return reason === null ? null : ruleText(locale, reason);
}

const isEnglish = ({ language }: Locale): boolean => language.tag === 'en';
