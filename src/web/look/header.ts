import { type Html, html, nothing } from '../html.ts';
import { languages, type MessageKey } from '../i18n/index.ts';
import type { Page, PageContext } from '../page.ts';
import { fragment } from './fragment.ts';
import { type IconName, icon } from './icons.ts';
import { mark } from './mark.ts';

interface Entry {
  readonly section: NonNullable<Page['section']>;
  readonly path: string;
  /** About this machine: the static atlas has no such page. */
  readonly machine: boolean;
}

const entries: readonly Entry[] = [
  { section: 'map', path: '/', machine: false },
  { section: 'listeners', path: '/listeners', machine: true },
  { section: 'knocks', path: '/knocks', machine: true },
  { section: 'ranges', path: '/ranges', machine: false },
];

export function header(context: PageContext, page: Page): Html {
  const { machine, path } = context;
  const start = (): Html =>
    html`<header class="top"><div class="wide"><a class="site" href="${context.links.page('/')}">${mark}<span>${context.locale.t('site.name')}</span></a>${navigation(context, page)}${searchBox(context)}<div class="switches">`;
  // The search page repeats what was searched for.
  const first =
    path === '/search' ? start() : fragment(context, `header ${page.section} ${machine === null}`, start);
  const last = fragment(context, 'themes', () => html`${themeSwitch(context)}</div></div></header>`);
  return html`${first}${languageSwitch(context)}${last}`;
}

function navigation({ locale, links, machine }: PageContext, { section: current }: Page): Html {
  const shown = entries.filter((entry) => machine !== null || !entry.machine);
  return html`<nav class="sections" aria-label="${locale.t('nav.label')}"><ul>${shown.map(
    ({ section, path }) => {
      const here = section === current ? html` aria-current="${path === '/' ? 'page' : 'true'}"` : nothing;
      return html`<li><a href="${links.page(path)}"${here}>${icon(section)}<span>${locale.t(`nav.${section}`)}</span></a></li>`;
    },
  )}</ul></nav>`;
}

/** A plain search form; with a script it suggests while one types. */
function searchBox({ locale, links, query, path }: PageContext): Html {
  const words = path === '/search' ? (query.get('q') ?? '').slice(0, 200) : '';
  return html`<form class="search" role="search" action="${links.page('/search')}" data-suggest="${links.plain('/api/v1/find')}" data-ports="${links.page('/ports/')}" data-none="${locale.t('search.noSuggestion')}" data-some="${locale.t('search.some', { count: '{count}' })}"><label class="unseen" for="search">${locale.t('search.label')}</label><input id="search" type="search" name="q" value="${words}" placeholder="${locale.t('search.placeholder')}" maxlength="200" autocomplete="off" spellcheck="false" autocapitalize="none" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="suggestions"><button type="submit" class="quiet" aria-label="${locale.t('nav.search')}">${icon('search')}</button><ul id="suggestions" role="listbox" aria-label="${locale.t('search.suggestions')}" hidden></ul><p class="unseen" role="status"></p></form>`;
}

function languageSwitch({ locale, links, path, query }: PageContext): Html {
  const asked = query.size === 0 ? '' : `?${query.toString()}`;
  return html`<nav class="languages" aria-label="${locale.t('nav.languages')}"><ul>${languages
    .filter(({ tag }) => links.hasLanguage?.(tag) !== false)
    .map(({ tag, name, dir }) => {
      const here = tag === locale.language.tag ? html` aria-current="true"` : nothing;
      return html`<li><a href="${links.inLanguage(path, tag)}${asked}" lang="${tag}" hreflang="${tag}" dir="${dir}" rel="alternate"${here}>${name}</a></li>`;
    })}</ul></nav>`;
}

const themes = [
  ['system', 'system'],
  ['light', 'sun'],
  ['dark', 'moon'],
] as const satisfies readonly (readonly [string, IconName])[];

/** Without a script there is nothing to keep a choice, so that it stays hidden. */
function themeSwitch({ locale }: PageContext): Html {
  const label = (name: (typeof themes)[number][0]): string => locale.t(`theme.${name}` satisfies MessageKey);
  return html`<fieldset class="themes" data-theme-switch hidden><legend class="unseen">${locale.t('theme.label')}</legend>${themes.map(
    ([name, picture], index) =>
      html`<input type="radio" name="theme" id="theme-${name}" value="${name}"${index === 0 ? html` checked` : nothing}><label for="theme-${name}" title="${label(name)}">${icon(picture)}<span class="unseen">${label(name)}</span></label>`,
  )}</fieldset>`;
}
