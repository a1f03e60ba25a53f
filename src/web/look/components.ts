/**
 * The pieces pages are made of. Each works without a script; `app.js` finds what it betters by these attributes,
 * whose values are all it needs (texts in the page's language, addresses):
 *
 *  - `<button data-copy hidden>` copies the text of the element before it; it shows the text of `data-done` for a while
 *    and says it politely.
 *  - `<form data-suggest="URL" data-ports="/bn/ports/">`: `GET URL?q=…` answers as `/api/v1/find`; its
 *    `input[role=combobox]`, `ul[role=listbox]` and `[role=status]` are there; `data-none` is the text where nothing
 *    is found, `data-some` the one where `{count}` are.
 *  - `<form data-feedback>`: sent by fetch on a face's press; then `[data-thanks]` is shown and given the focus.
 *  - `<p data-live="URL" hidden>`: the state of the live connection; `data-on`, `data-off`, `data-gone` (since `{time}`)
 *    are its texts, `data-state` (`on`, `off`) is what the style goes by.
 *  - `<fieldset data-theme-switch hidden>` with radio buttons `system`, `light`, `dark`.
 *  - `<time datetime="…" data-ago>`: its text may be renewed (`Intl.RelativeTimeFormat` of the document's language).
 */
import type { Transport } from '../../core/transport.ts';
import type { VerdictLevel } from '../../core/verdict.ts';
import { type Html, html, nothing } from '../html.ts';
import type { Locale } from '../i18n/index.ts';
import type { PageContext } from '../page.ts';
import { icon } from './icons.ts';

export { fragment } from './fragment.ts';
export { icon } from './icons.ts';
export { collectNotes, type NoteSource, type Notes } from './notes.ts';
export { dataTable } from './table.ts';
export { tabs } from './tabs.ts';

/** What names something (address, port, command): left to right in every language. */
export const ltr = (text: string | number): Html => html`<bdi dir="ltr">${text}</bdi>`;

/** The same for titles and attributes, where no markup can be. */
export const ltrText = (text: string | number): string => `\u2066${text}\u2069`;

export const code = (text: string): Html => html`<code dir="ltr">${text}</code>`;

/** Prose that only exists in English. */
export const english = (text: string | Html): Html => html`<span lang="en" dir="ltr">${text}</span>`;

export interface CardOptions {
  readonly id?: string;
  /** What stands at the end of the title's line: a badge, a link. */
  readonly aside?: Html;
  /** For styles of single pages. */
  readonly class?: string;
}

/** A titled section. */
export function card(title: string | Html, body: Html, { id, aside, class: name }: CardOptions = {}): Html {
  const anchor = id === undefined ? nothing : html` id="${id}"`;
  const heading =
    aside === undefined
      ? html`<h2>${title}</h2>`
      : html`<div class="card-head"><h2>${title}</h2>${aside}</div>`;
  return html`<section class="card${name === undefined ? '' : ` ${name}`}"${anchor}>${heading}${body}</section>`;
}

export type BadgeKind = 'good' | 'fine' | 'warn' | 'bad' | 'dim' | 'info';

/** A state in a word, with a shape: colour only helps. */
export const badge = (kind: BadgeKind, text: string | Html): Html =>
  html`<span class="badge ${kind}">${icon(kind)}${text}</span>`;

const verdictKinds = {
  expected: 'good',
  plausible: 'fine',
  suspect: 'warn',
  wrong: 'bad',
  unknown: 'dim',
} as const satisfies Record<VerdictLevel, BadgeKind>;

export const verdictBadge = (locale: Locale, level: VerdictLevel): Html =>
  badge(verdictKinds[level], locale.t(`verdict.${level}`));

/** A command or value with a button that copies it, where there is a script. */
export const copyable = (locale: Locale, text: string): Html =>
  html`<span class="copy">${code(text)}<button type="button" class="quiet" data-copy data-done="${locale.t('copy.done')}" aria-label="${locale.t('copy.what', { text: ltrText(text) })}" hidden>${icon('copy')}<span>${locale.t('copy.copy')}</span></button></span>`;

/** `22`, or `22/tcp`, as a link to its page. */
export function portLink({ links }: PageContext, port: number, transport: Transport | null = null): Html {
  const path = transport === null ? `${port}` : `${port}/${transport}`;
  return html`<a class="port" href="${links.page(`/ports/${path}`)}">${ltr(path)}</a>`;
}

/** Terms and what they are here; null leaves a fact out. */
export function facts(all: readonly (readonly [term: string | Html, value: Html | string] | null)[]): Html {
  const rows = all.map((fact) => fact !== null && html`<div><dt>${fact[0]}</dt><dd>${fact[1]}</dd></div>`);
  return html`<dl class="facts">${rows}</dl>`;
}

/** Says why there is nothing, and what can be done. */
export const empty = (text: string | Html, action: Html = nothing): Html =>
  html`<div class="empty"><p>${text}</p>${action}</div>`;

/** A moment as the language writes it; the machine-readable one with it. */
export const moment = (locale: Locale, at: number): Html =>
  html`<time datetime="${iso(at)}">${locale.time(at)}</time>`;

/** `3 minutes ago`, with the exact time on pointing. */
export const ago = (locale: Locale, at: number, now: number): Html =>
  html`<time datetime="${iso(at)}" data-ago title="${locale.time(at)}">${locale.ago(at, now)}</time>`;

function iso(at: number): string {
  const date = new Date(at / 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
