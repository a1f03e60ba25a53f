import { type Html, html, nothing } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import type { KnownListener } from '../../view.ts';
import { given, withQuery } from '../address.ts';
import type { Asked } from './asked.ts';
import { details, detailsLink, openDetails } from './details.ts';
import { sortNames } from './order.ts';
import { listenerRow } from './row.ts';

/** Beyond so many rows their details are sent one at a time. */
const mostDetailed = 400;

/** Rows are boxes of their own, so that a browser lays out only those that are seen; the roles keep it a table. */
export function listenerTable(context: PageContext, rows: readonly KnownListener[], asked: Asked): Html {
  const { locale, query } = context;
  const open = given(query, 'open');
  const more = (known: KnownListener): Html => {
    if (known.id === open) return openDetails(context, known);
    if (rows.length <= mostDetailed) return details(context, known);
    return detailsLink(context, known, withQuery(context, { open: known.id, ended: null }));
  };
  const title = locale.t('nav.listeners');
  const head = sortNames.map((name) => {
    const chosen = asked.sort === name;
    const next = chosen && !asked.descending ? `-${name}` : name;
    const order = chosen ? html` aria-sort="${asked.descending ? 'descending' : 'ascending'}"` : nothing;
    const url = withQuery(context, {
      sort: next === 'port' ? null : next,
      page: null,
      ended: null,
      open: null,
    });
    return html`<th role="columnheader" scope="col"${order}><a href="${url}" data-sort="${name}">${locale.t(`listeners.${name}`)}</a></th>`;
  });
  return html`<table class="rows listeners" role="table" aria-label="${title}"><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup" data-rows>${rows.map(
    (known) => listenerRow(context, known, more(known)),
  )}</tbody></table>`;
}
