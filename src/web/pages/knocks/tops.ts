import { harmless } from '../../../core/text.ts';
import type { TopCount } from '../../../store/index.ts';
import { type Html, html, nothing } from '../../html.ts';
import { card, ltr, ltrText, portLink } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { withQuery } from '../address.ts';
import type { Found } from './found.ts';
import { kindWord, sourceLink } from './words.ts';

interface Line {
  /** What is shown, with a link to its own page where it has one. */
  readonly shown: Html;
  readonly text: string;
  readonly filter: string;
}

/** What occurs most, four lists; each line leads to the same page with only that. */
export function tops(context: PageContext, { ports, sources, tools, kinds }: Found): Html {
  const { locale } = context;
  return html`<div class="cards tops" data-part="tops">${list(
    context,
    locale.t('knocks.topPorts'),
    'port',
    ports,
    ({ name }) => ({
      shown: portLink(context, Number(name)),
      text: name,
      filter: name,
    }),
  )}${list(context, locale.t('knocks.topSources'), 'source', sources, ({ name }) => ({
    shown: sourceLink(context, name),
    text: name,
    filter: name,
  }))}${list(context, locale.t('knocks.topTools'), 'tool', tools, ({ name }) => {
    const text = name === 'unknown' ? locale.t('portKnocks.unknownTool') : name;
    return { shown: ltr(harmless(text)), text, filter: name };
  })}${list(context, locale.t('knocks.topKinds'), 'kind', kinds, ({ name }) => {
    const text = kindWord(locale, name);
    return { shown: html`${text}`, text, filter: name };
  })}</div>`;
}

function list(
  context: PageContext,
  title: string,
  parameter: 'port' | 'source' | 'tool' | 'kind',
  counts: readonly TopCount[],
  line: (count: TopCount) => Line,
): Html {
  if (counts.length === 0) return nothing;
  const { locale } = context;
  const most = Math.max(...counts.map(({ events }) => events));
  const rows = counts.map((count) => {
    const { shown, text, filter } = line(count);
    const share = Math.max(1, Math.round((count.events / most) * 100));
    const url = withQuery(context, { [parameter]: filter, limit: null });
    const only = locale.t('knocks.onlyThis', { what: ltrText(harmless(text)) });
    const counted = locale.t('portKnocks.packets', { count: count.packets });
    return html`<li>${shown}<a class="count" href="${url}" aria-label="${only}" title="${counted}">${locale.number(count.events)}</a><svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="${share}" height="6"/></svg></li>`;
  });
  return card(title, html`<ol class="bars">${rows}</ol>`);
}
