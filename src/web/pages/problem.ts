import { isPort } from '../../core/port.ts';
import { type Html, html, nothing } from '../html.ts';
import type { MessageKey } from '../i18n/index.ts';
import { english, facts, ltr } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';

/** What went wrong with a request. */
export interface Problem {
  /** Of HTTP: 400 to 599. */
  readonly status: number;
  /** The code of the catalogue: `PAGE_UNKNOWN`. */
  readonly code: string;
  /** English phrases, as errors have them. */
  readonly asked: string;
  readonly found: string;
  readonly todo?: string;
}

const kinds: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'signIn',
  403: 'forbidden',
  404: 'notFound',
  405: 'method',
  413: 'tooLarge',
  414: 'tooLarge',
  421: 'wrongHost',
  429: 'tooMany',
  431: 'tooLarge',
  503: 'unavailable',
};

/** What was asked, what was found, what to do. */
export function problemPage(context: PageContext, problem: Problem): Page {
  const { locale, links } = context;
  const kind = kinds[problem.status] ?? (problem.status < 500 ? 'badRequest' : 'failed');
  const title = locale.t(`error.${kind}.title` as MessageKey);
  const text = locale.t(`error.${kind}.text` as MessageKey);
  const way = locale.rich('error.toMap', { a: (inner) => html`<a href="${links.page('/')}">${inner}</a>` });
  const body = html`<h1>${title}</h1><p class="lead">${text}</p>${meant(context, problem)}<p>${way}</p><details class="details"><summary>${locale.t('error.details')}</summary>${facts(
    [
      [locale.t('error.asked'), english(problem.asked)],
      [locale.t('error.found'), english(problem.found)],
      problem.todo === undefined ? null : [locale.t('error.todo'), english(problem.todo)],
      [locale.t('error.code'), html`<code dir="ltr">${problem.status} ${problem.code}</code>`],
    ],
  )}</details>`;
  return {
    status: problem.status,
    title,
    description: text,
    section: null,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      { text: title, path: null },
    ],
    body,
    private: true,
  };
}

/** An address with a number that is a port after all, such as `/2504`, `/port/2504` or `/ports/2504abc`. */
function meant({ locale, links, path }: PageContext, { status }: Problem): Html {
  const digits = /^\/(?:ports?\/)?[^/\d]{0,20}(\d{1,5})(?!\d)/.exec(path)?.[1];
  const name = Number(digits ?? Number.NaN);
  if ((status !== 404 && status !== 400) || !isPort(name)) return nothing;
  return html`<p>${locale.rich('error.meant', {
    port: ltr(name),
    a: (inner) => html`<a href="${links.page(`/ports/${name}`)}">${inner}</a>`,
  })}</p>`;
}
