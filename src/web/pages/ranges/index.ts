import { type PortRange, portRanges } from '../../../core/range.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { MessageKey } from '../../i18n/index.ts';
import { card, collectNotes, ltr, ltrText, type Notes } from '../../look/components.ts';
import type { Page, PageContext } from '../../page.ts';
import { general } from '../port/sources.ts';
import { counted, fullness } from './counts.ts';
import { namedRanges } from './named.ts';
import { outgoing } from './outgoing.ts';
import { scale } from './scale.ts';
import { systemList } from './system.ts';

/** The three ranges of RFC 6335, how full they are, and what else divides the ports. */
export function rangesPage(context: PageContext): Page {
  const { locale } = context;
  const notes = collectNotes();
  const intro = locale.rich('ranges.intro', { note: notes.cite(general.rfc6335) });
  const title = locale.t('ranges.title');
  return {
    status: 200,
    title,
    description: locale.t('ranges.pageDescription'),
    section: 'ranges',
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: locale.t('nav.ranges'), path: null },
    ],
    body: html`<h1>${title}</h1><p class="lead">${intro}</p><div class="cards">${portRanges.map((range) => summary(context, range))}</div>${outgoing(context, notes)}${namedRanges(context, null)}${sources(context, notes)}`,
    private: false,
  };
}

function summary(context: PageContext, range: PortRange): Html {
  const { locale, links, registry } = context;
  const link = html`<a href="${links.page(`/ranges/${range.name}`)}">${name(context, range)}</a>`;
  return card(
    link,
    html`<p class="span">${ltr(`${range.from}–${range.to}`)}</p>${scale([range], range.name)}<p>${locale.t(`ranges.what-${range.name}`)}</p>${fullness(context, registry.rangeInfo(range.from))}`,
    { class: 'range-card' },
  );
}

/** One range: who is given a port in it, and by which rule. */
export function rangePage(context: PageContext, wanted: PortRange['name']): Page {
  const { locale, registry, links } = context;
  const range = portRanges.find((one) => one.name === wanted) ?? portRanges[0];
  const info = registry.rangeInfo(range.from);
  const notes = collectNotes();
  const title = locale.t('ranges.oneTitle', {
    name: name(context, range),
    span: ltrText(`${range.from}–${range.to}`),
  });
  const rules = locale.rich(`ranges.rules-${range.name}`, { note: notes.cite(general.rfc6335) });
  const source =
    info.source === null
      ? nothing
      : html`<p class="hint">${locale.rich('ranges.countedIn', { source: html`<bdi lang="en">${info.source.name}</bdi>` })}</p>`;
  const others = portRanges.filter((one) => one !== range);
  return {
    status: 200,
    title,
    description: locale.t(`ranges.what-${range.name}`),
    section: 'ranges',
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: locale.t('nav.ranges'), path: '/ranges' },
      { text: name(context, range), path: null },
    ],
    body: html`<h1>${locale.rich('ranges.oneTitle', { name: name(context, range), span: ltr(`${range.from}–${range.to}`) })}</h1><p class="lead">${locale.t(`ranges.what-${range.name}`)}</p>${scale([range], range.name)}${card(locale.t('ranges.rulesTitle'), html`<p>${rules}</p>`)}${card(locale.t('ranges.fullTitle'), html`${fullness(context, info)}${counted(context, info)}${source}`)}${range.name === 'system' ? nothing : outgoing(context, notes)}${namedRanges(context, range)}${range.name === 'system' ? systemList(context) : nothing}<nav class="others" aria-label="${locale.t('ranges.others')}"><p>${locale.t('ranges.others')}</p><ul>${others.map((one) => html`<li><a href="${links.page(`/ranges/${one.name}`)}">${name(context, one)}</a> ${ltr(`${one.from}–${one.to}`)}</li>`)}</ul></nav>${sources(context, notes)}`,
    private: false,
  };
}

const name = ({ locale }: PageContext, range: PortRange): string =>
  locale.t(`ranges.name-${range.name}` satisfies MessageKey);

const sources = ({ locale }: PageContext, notes: Notes): Html =>
  html`<section class="sources" aria-labelledby="sources"><h2 id="sources">${locale.t('notes.title')}</h2>${notes.list(locale)}</section>`;
