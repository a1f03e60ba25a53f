import { type Html, html, nothing } from '../html.ts';
import type { Locale } from '../i18n/index.ts';

/** Where something is known from. */
export interface NoteSource {
  readonly title: string;
  readonly url: string;
  /** ISO date of when it was read. */
  readonly accessed?: string | null;
}

/** Footnotes of a page, numbered as they are cited. */
export interface Notes {
  /** The mark behind a claim; the same source keeps its number. */
  cite(source: NoteSource): Html;
  /** The notes themselves, for the page's end; nothing where none was cited. */
  list(locale: Locale): Html;
  readonly count: number;
}

export function collectNotes(): Notes {
  const numbers = new Map<string, number>();
  // Most are the very same object again, which is found sooner.
  const same = new Map<NoteSource, number>();
  const sources: NoteSource[] = [];
  return {
    get count() {
      return sources.length;
    },
    cite: (source) => {
      const known = same.get(source) ?? numbers.get(keyOf(source));
      const number = known ?? sources.push(source);
      same.set(source, number);
      if (known === undefined) numbers.set(keyOf(source), number);
      // The way back leads to where it was cited first.
      const anchor = known === undefined ? html` id="cite-${number}"` : nothing;
      return html`<sup class="note"${anchor}><a href="#note-${number}" role="doc-noteref">${number}</a></sup>`;
    },
    list: (locale) =>
      sources.length === 0
        ? nothing
        : html`<ol class="notes">${sources.map((source, index) => note(locale, source, index + 1))}</ol>`,
  };
}

const keyOf = ({ url, title }: NoteSource): string => `${url}\n${title}`;

function note(locale: Locale, { title, url, accessed }: NoteSource, number: number): Html {
  const name = html`<bdi lang="en">${title}</bdi>`;
  // A source's address comes from a file: only what leads to a page is made a link.
  const linked = /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer">${name}</a>` : name;
  const text =
    typeof accessed === 'string'
      ? locale.rich('notes.accessed', { source: linked, date: locale.date(accessed) })
      : linked;
  return html`<li id="note-${number}">${text} <a class="back" href="#cite-${number}" role="doc-backlink" aria-label="${locale.t('notes.back', { number })}">↩</a></li>`;
}
