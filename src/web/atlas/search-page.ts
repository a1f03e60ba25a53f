import { html } from '../html.ts';
import type { Page, PageContext } from '../page.ts';
import { searchPage as served } from '../pages/search.ts';

/** The search page of a static site: what is asked is looked up in the browser. */
export function searchPage(context: PageContext): Page {
  const { locale, links } = context;
  const page = served(context);
  const count = locale.t('atlas.results', { count: '{count}' });
  return {
    ...page,
    body: html`${page.body}<section data-atlas-search data-index="${links.plain('/api/v1/find')}" data-ports="${links.page('/ports/')}" data-none="${locale.t('search.noSuggestion')}" data-some="${count}" data-unassigned="${locale.t('atlas.noPage', { port: '{port}' })}"><p role="status"></p><ol class="found"></ol></section><noscript><p>${locale.t('atlas.searchNeedsScript')}</p></noscript>`,
    scripts: [...(page.scripts ?? []), 'atlas-search.js'],
  };
}
