import { harmless } from '../../core/text.ts';
import { type Html, html } from '../html.ts';
import type { PageContext } from '../page.ts';

interface Chip {
  readonly text: string;
  /** The page without it. */
  readonly url: string;
}

/** The filters that are set, each a link that takes it away. */
export function chips({ locale }: PageContext, clear: string, all: readonly (Chip | null)[]): Html {
  const set = all.filter((chip) => chip !== null);
  return html`<p class="chips"><span class="dim">${locale.t('filter.active')}</span> ${set.map(
    ({ text, url }) =>
      html`<a class="chip" href="${url}" aria-label="${locale.t('filter.remove', { filter: harmless(text) })}"><bdi>${harmless(text)}</bdi> <span aria-hidden="true">×</span></a> `,
  )}<a href="${clear}">${locale.t('filter.clear')}</a></p>`;
}
