import { bindOf, placeOf } from '../../../contract/listener-words.ts';
import { cut, harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import { code, copyable, facts, ltrText } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { KnownListener } from '../../view.ts';
import { reasonItem } from '../reasons.ts';
import { holder } from '../port/holder.ts';

const mostReasons = 12;

/** All that is known of a listener, folded up. */
export function details(context: PageContext, known: KnownListener): Html {
  const { locale } = context;
  const label = locale.t('listeners.detailsOf', { port: ltrText(placeOf(known.listener)) });
  return html`<details><summary aria-label="${label}">${locale.t('listeners.details')}</summary>${body(context, known)}</details>`;
}

/** The same by a link, where there are too many rows to send all of it. */
export const detailsLink = ({ locale }: PageContext, known: KnownListener, url: string): Html =>
  html`<a href="${url}#${known.id}" aria-label="${locale.t('listeners.detailsOf', { port: ltrText(placeOf(known.listener)) })}">${locale.t('listeners.details')}</a>`;

export function openDetails(context: PageContext, known: KnownListener): Html {
  return html`<details open><summary>${context.locale.t('listeners.details')}</summary>${body(context, known)}</details>`;
}

function body(context: PageContext, known: KnownListener): Html {
  const { locale } = context;
  const { listener, verdict } = known;
  const [owner] = listener.owners;
  const cwd = owner?.cwd ?? null;
  return html`${facts([
    [
      locale.t('listeners.socket'),
      copyable(locale, cut(harmless(`${placeOf(listener)} ${bindOf(listener)}`), 200)),
    ],
    cwd === null ? null : [locale.t('listeners.cwd'), code(cut(harmless(cwd), 300))],
  ])}${holder(context, known)}<h2>${locale.t('here.why')}</h2><ul class="reasons">${verdict.because
    .slice(0, mostReasons)
    .map((reason) => reasonItem(locale, reason))}</ul>${endLink(context, known)}`;
}

/** Only for who may; whether it can be done the next page says. */
const endLink = ({ locale, links, operator }: PageContext, { id, listener }: KnownListener): Html =>
  !operator || listener.port === null
    ? nothing
    : html`<p><a class="button quiet" href="${links.page(`/listeners/${id}/end`)}">${locale.t('listeners.end')}</a></p>`;
