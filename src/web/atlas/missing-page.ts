import { html } from '../html.ts';
import type { Page, PageContext } from '../page.ts';

/** What a web server shows where there is no page; the ports without one are the unassigned ones. */
export function missingPage({ locale, links }: PageContext, all: boolean): Page {
  const title = locale.t('error.notFound.title');
  const why = all ? locale.t('error.notFound.text') : locale.t('atlas.missing');
  const way = locale.rich('error.toMap', { a: (inner) => html`<a href="${links.page('/')}">${inner}</a>` });
  return {
    status: 404,
    title,
    description: why,
    section: null,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: title, path: null },
    ],
    body: html`<h1>${title}</h1><p class="lead">${why}</p><p>${way}</p>`,
    private: true,
  };
}
