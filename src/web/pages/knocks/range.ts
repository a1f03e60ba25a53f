import { harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { withQuery } from '../address.ts';
import { chips } from '../chips.ts';
import { type Asked, isFiltered, presets } from './asked.ts';
import { kindWord } from './words.ts';

/** For `datetime-local`: to the minute, in UTC as all of the page. */
const field = (at: number): string => new Date(at / 1000).toISOString().slice(0, 16);

/** The one range that everything goes by: presets, or any other. The filters stay. */
export function rangeForm(context: PageContext, asked: Asked): Html {
  const { locale, links, query } = context;
  const links4 = presets.map((preset) => {
    const url = withQuery(context, { since: preset === '24h' ? null : preset, until: null, limit: null });
    const current = asked.preset === preset ? html` aria-current="true"` : nothing;
    return html`<li><a href="${url}"${current}>${locale.t(`knocks.last-${preset}`)}</a></li>`;
  });
  const kept = ['port', 'source', 'tool', 'kind'].map((name) => {
    const value = query.get(name);
    return value === null
      ? nothing
      : html`<input type="hidden" name="${name}" value="${harmless(value.slice(0, 100))}">`;
  });
  const input = (name: 'since' | 'until', at: number, text: string): Html =>
    html`<label>${text} <input type="datetime-local" name="${name}" value="${field(at)}" required></label>`;
  return html`<div class="range"><nav aria-label="${locale.t('knocks.range')}"><ul class="presets">${links4}</ul></nav><form action="${links.page('/knocks')}" data-range>${kept}${input('since', asked.since, locale.t('knocks.from'))}${input('until', asked.until, locale.t('knocks.until'))}<button class="quiet">${locale.t('filter.apply')}</button></form></div>`;
}

/** The filters that are set, each a link that takes it away. */
export function filterChips(context: PageContext, asked: Asked): Html {
  if (!isFiltered(asked)) return nothing;
  const { locale } = context;
  const { port, transport, source, tool, kind } = asked;
  const chip = (name: string, text: string | null): { text: string; url: string } | null =>
    text === null ? null : { text, url: withQuery(context, { [name]: null, limit: null }) };
  const place = port === null ? null : `${port}${transport === null ? '' : `/${transport}`}`;
  const named = tool === 'unknown' ? locale.t('portKnocks.unknownTool') : tool;
  return chips(
    context,
    withQuery(context, { port: null, source: null, tool: null, kind: null, limit: null }),
    [
      chip('port', place === null ? null : locale.t('knocks.port', { port: place })),
      chip('source', source),
      chip('tool', named === null ? null : `${locale.t('knocks.tool')}: ${harmless(named)}`),
      chip('kind', kind === null ? null : kindWord(locale, kind)),
    ],
  );
}
