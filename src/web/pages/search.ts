import type { FindResult } from '../../registry/index.ts';
import { finderOf } from '../finder.ts';
import { type Html, html, nothing } from '../html.ts';
import { badge, empty, english, ltr } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';

const longest = 200;
const most = 50;
const examples = ['22', 'postgres', 'remote desktop', 'game server', '6000'];

/** What is asked in `q`: ports and services by number, name or words. */
export function searchPage(context: PageContext): Page {
  const { locale, query } = context;
  const words = (query.get('q') ?? '').slice(0, longest).trim();
  const found = words === '' ? [] : finderOf(context.registry).find(words, { limit: most });
  const heading =
    words === ''
      ? html`<h1>${locale.t('search.title')}</h1>`
      : html`<h1>${locale.rich('search.titleFor', { words: html`<bdi class="asked">${words}</bdi>` })}</h1>`;
  return {
    status: 200,
    title: words === '' ? locale.t('search.title') : locale.t('search.titleFor', { words }),
    description: locale.t('search.description'),
    section: 'search',
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: locale.t('nav.search'), path: null },
    ],
    body: html`${heading}${form(context, words)}${words === '' ? hints(context) : results(context, words, found)}`,
    // One address for what any words find would be endlessly many.
    private: words !== '',
  };
}

const form = ({ locale, links }: PageContext, words: string): Html =>
  html`<form class="ask" action="${links.page('/search')}"><label for="words">${locale.t('search.label')}</label><div class="field"><input id="words" type="search" name="q" value="${words}" maxlength="${longest}" autocomplete="off" spellcheck="false"><button type="submit">${locale.t('nav.search')}</button></div></form>`;

const hints = ({ locale, links }: PageContext): Html =>
  html`<p>${locale.t('search.how')}</p><p>${locale.t('search.examples')}</p><ul class="examples">${examples.map(
    (words) =>
      html`<li><a href="${links.page('/search')}?${new URLSearchParams({ q: words }).toString()}">${english(words)}</a></li>`,
  )}</ul>`;

function results(context: PageContext, words: string, found: readonly FindResult[]): Html {
  const { locale, links } = context;
  if (found.length === 0) {
    const map = locale.rich('search.toMap', {
      map: (inner) => html`<a href="${links.page('/')}">${inner}</a>`,
      ranges: (inner) => html`<a href="${links.page('/ranges')}">${inner}</a>`,
    });
    return empty(locale.rich('search.none', { words: html`<bdi>${words}</bdi>` }), html`<p>${map}</p>`);
  }
  const count = locale.t(found.length === most ? 'search.countMost' : 'search.count', {
    count: found.length,
  });
  return html`<p class="dim" role="status">${count}</p><ol class="found">${found.map((one) => result(context, one))}</ol>`;
}

const statusWords = { reserved: 'reserved', unassigned: 'unassigned', 'de-assigned': 'deAssigned' } as const;

function result(
  context: PageContext,
  { port, toPort, transports, service, description, why }: FindResult,
): Html {
  const { locale, links, registry } = context;
  const span = toPort === null || toPort === port ? `${port}` : `${port}–${toPort}`;
  const name = service === null ? nothing : html`<bdi class="service" lang="en">${service}</bdi>`;
  const number =
    port === null
      ? html`<span class="number none">${locale.t('search.noPort')}</span>${name}`
      : html`<a href="${links.page(`/ports/${port}`)}"><span class="number">${ltr(span)}</span>${name}</a>`;
  // A transport is the same word in every language.
  const over = transports.length === 0 ? nothing : ltr(transports.join(' '));
  const status = port === null || service !== null ? 'assigned' : registry.statusOf(port);
  const free = status === 'assigned' ? nothing : badge('dim', locale.t(`status.${statusWords[status]}`));
  return html`<li><p class="hit">${number}${free}<span class="dim">${over}</span></p>${
    /^(?:unassigned)?$/i.test(description) ? nothing : html`<p>${english(description)}</p>`
  }<p class="hint">${reason(context, why)}</p></li>`;
}

/** The finder's reason in the page's language; one that is new here is shown as it is. */
function reason({ locale }: PageContext, why: string): Html | string {
  if (why === 'port number') return locale.t('search.whyNumber');
  const [, kind, title] = /^(dossier|also known as) "(.*)"$/s.exec(why) ?? [];
  if (kind !== undefined && title !== undefined) {
    return locale.rich(kind === 'dossier' ? 'search.whyDossier' : 'search.whyAlias', {
      title: english(title),
    });
  }
  const [, place, closeness] =
    /^(name|description): (the same|begins so|contains it|nearly)$/.exec(why) ?? [];
  if (place === undefined || closeness === undefined) return english(why);
  return locale.t('search.whyWord', { place, closeness: closeness.replace(' ', '-') });
}
