import { verdictLevels } from '../../core/verdict.ts';
import { type Html, html, nothing } from '../html.ts';
import { card, code, english, facts, verdictBadge } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';

/** What these pages are, what they rest on, what they keep, and how they are used from the keyboard. */
export function aboutPage(context: PageContext): Page {
  const { locale, machine } = context;
  const title = locale.t('about.title');
  return {
    status: 200,
    title,
    description: locale.t('about.description'),
    section: null,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: title, path: null },
    ],
    body: html`<h1>${title}</h1><p class="lead">${locale.t('about.lead')}</p>${sources(context)}${machine === null ? nothing : verdicts(context)}${privacy(context)}${keyboard(context)}${languages(context)}`,
    private: false,
  };
}

function sources(context: PageContext): Html {
  const { locale, registry } = context;
  const used = registry.status().layers.filter((layer) => layer.used && layer.source !== null);
  const rows = used.map(({ source, fetchedAt, layer }) => {
    const date = source?.date ?? fetchedAt;
    const name = html`<bdi lang="en">${layer === 'host' ? (source?.name.split('/').at(-1) ?? '') : (source?.name ?? '')}</bdi>`;
    return [
      locale.t(`about.layer-${layer}`),
      date === null || date === undefined
        ? name
        : locale.rich('about.dated', { source: name, date: locale.date(date) }),
    ] as const;
  });
  const update = locale.rich('about.update', { command: code('reeve registry update') });
  return card(
    locale.t('about.sourcesTitle'),
    html`<p>${locale.t('about.sourcesText')}</p>${facts(rows)}${context.machine === null ? nothing : html`<p>${update}</p>`}`,
    { id: 'sources' },
  );
}

const verdicts = ({ locale }: PageContext): Html =>
  card(
    locale.t('about.verdictsTitle'),
    html`<p>${locale.t('about.verdictsText')}</p>${facts(
      verdictLevels.map((level) => [verdictBadge(locale, level), locale.t(`about.verdict-${level}`)]),
    )}`,
    { id: 'verdicts' },
  );

function privacy({ locale, machine }: PageContext): Html {
  const kept =
    machine === null
      ? locale.t('about.privacyAtlas')
      : locale.rich('about.privacyMachine', { host: html`<bdi>${machine.name}</bdi>` });
  return card(
    locale.t('about.privacyTitle'),
    html`<p>${kept}</p><ul><li>${locale.t('about.noRequests')}</li><li>${locale.t('about.cookies')}</li><li>${locale.t('about.themeKept')}</li>${machine === null ? nothing : html`<li>${locale.t('about.redacted')}</li>`}</ul>`,
    { id: 'privacy' },
  );
}

const key = (name: string): Html => html`<kbd dir="ltr">${name}</kbd>`;
const keys = (...names: readonly string[]): Html =>
  html`<span class="keys" dir="ltr">${names.map((name) => key(name))}</span>`;

const keyboard = ({ locale }: PageContext): Html =>
  card(
    locale.t('about.keysTitle'),
    html`<p>${locale.t('about.keysText')}</p>${facts([
      [keys('←', '→'), locale.t('about.keyStep')],
      [keys('↑', '↓'), locale.t('about.keyRow')],
      [keys('Page Up', 'Page Down'), locale.t('about.keyPage')],
      [keys('Home', 'End'), locale.t('about.keyEnds')],
      [keys('+', '−', '0'), locale.t('about.keyZoom')],
      [keys('/'), locale.t('about.keySearch')],
      [keys('Enter'), locale.t('about.keyOpen')],
      [keys('Esc'), locale.t('about.keyEscape')],
    ])}`,
    { id: 'keyboard' },
  );

const languages = ({ locale }: PageContext): Html =>
  card(
    locale.t('about.languagesTitle'),
    html`<p>${locale.t('about.languagesText')}</p><p>${locale.rich('about.languagesEnglish', { example: english('This is such a sentence.') })}</p>`,
    { id: 'languages' },
  );
