import { harmless } from '../../core/text.ts';
import type { SeenCount, Visibility } from '../../core/visibility.ts';
import { type Html, html, nothing } from '../html.ts';
import type { Locale } from '../i18n/index.ts';
import { english } from '../look/components.ts';

const most = 12;

/**
 * What could not be seen, as a list. Inspection writes its notes in English; other languages first say what the
 * counts say, and have the notes folded up.
 */
export function unseenNotes(locale: Locale, { processes, namespaces, notes }: Visibility): Html {
  const shown = notes.slice(0, most).map((note) => html`<li>${english(harmless(note))}</li>`);
  const inEnglish = html`<ul class="blind">${shown}</ul>`;
  if (locale.language.tag === 'en') return inEnglish;
  const counted = [
    hidden(processes) && locale.t('unseen.processes', totals(processes)),
    hidden(namespaces) && locale.t('unseen.namespaces', totals(namespaces)),
  ].filter((one) => one !== false);
  if (counted.length === 0) return inEnglish;
  const folded =
    shown.length === 0
      ? nothing
      : html`<details class="blind-notes"><summary>${locale.t('unseen.english')}</summary>${inEnglish}</details>`;
  return html`<ul class="blind">${counted.map((text) => html`<li>${text}</li>`)}</ul>${folded}`;
}

const hidden = (count: SeenCount): boolean => count.hidden !== null && count.hidden > 0;

const totals = ({ seen, hidden: unseen }: SeenCount): { hidden: number; all: number } => ({
  hidden: unseen ?? 0,
  all: (seen ?? 0) + (unseen ?? 0),
});
