import { harmless } from '../../../core/text.ts';
import { verdictLevels } from '../../../core/verdict.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { withQuery } from '../address.ts';
import { chips } from '../chips.ts';
import { type Asked, exposures, isFiltered, protocols } from './asked.ts';

/** The form that filters, without a script by sending it; the script needs no button. */
export function filterForm(context: PageContext, asked: Asked): Html {
  const { locale, links, query } = context;
  const sort = query.get('sort');
  return html`<form class="filters" action="${links.page('/listeners')}" role="search" aria-label="${locale.t('filter.label')}" data-filters>${
    sort === null ? nothing : html`<input type="hidden" name="sort" value="${sort.slice(0, 20)}">`
  }<input type="search" name="q" value="${harmless(query.get('q')?.slice(0, 200) ?? '')}" placeholder="${locale.t('listeners.search')}" aria-label="${locale.t('listeners.search')}" maxlength="200" autocomplete="off">${select(
    'exposure',
    locale.t('listeners.anyReach'),
    exposures.map((one) => [one, locale.t(`here.reach-${one}`)] as const),
    asked.exposure,
  )}${select(
    'verdict',
    locale.t('listeners.anyVerdict'),
    verdictLevels.map((one) => [one, locale.t(`verdict.${one}`)] as const),
    asked.verdict,
  )}${select(
    'protocol',
    locale.t('listeners.anyProtocol'),
    protocols.map((one) => [one, one] as const),
    asked.protocol,
  )}<button>${locale.t('filter.apply')}</button></form><div data-part="chips">${shownChips(context, asked)}</div>`;
}

const select = (
  name: string,
  any: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string | null,
): Html =>
  html`<select name="${name}" aria-label="${any}"><option value="">${any}</option>${options.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : nothing}>${text}</option>`,
  )}</select>`;

function shownChips(context: PageContext, asked: Asked): Html {
  if (!isFiltered(asked)) return nothing;
  const { locale } = context;
  const { text, exposure, verdict, protocol } = asked;
  const without = (name: string): string => withQuery(context, { [name]: null, page: null });
  return chips(
    context,
    withQuery(context, { q: null, exposure: null, verdict: null, protocol: null, page: null }),
    [
      text === null ? null : { text, url: without('q') },
      exposure === null ? null : { text: locale.t(`here.reach-${exposure}`), url: without('exposure') },
      verdict === null ? null : { text: locale.t(`verdict.${verdict}`), url: without('verdict') },
      protocol === null ? null : { text: protocol, url: without('protocol') },
    ],
  );
}
