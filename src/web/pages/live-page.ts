import { type Html, html } from '../html.ts';
import type { MessageKey } from '../i18n/index.ts';
import { empty } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';

/** What all pages about this machine have in common. */
export interface LivePage {
  readonly section: 'listeners' | 'knocks';
  readonly title: string;
  readonly description: string;
  /** What stands above it in the way through the site: a path of the site and its name. */
  readonly above?: readonly [text: string, path: string];
  readonly status?: number;
  readonly scripts?: readonly string[];
}

/** A page about this machine, or one that says that an agent is needed where there is none. */
export function livePage(context: PageContext, given: LivePage, body: (machine: MachineView) => Html): Page {
  const { locale, machine, path } = context;
  const { section, title, description, above, status = 200, scripts = [] } = given;
  return {
    status: machine === null ? 404 : status,
    title,
    description,
    section,
    crumbs: [
      { text: locale.t('nav.map'), path: '/' },
      ...(above === undefined ? [] : [{ text: above[0], path: above[1] }]),
      { text: title, path: path === '/' ? '/' : null },
    ],
    body: html`<h1>${title}</h1>${machine === null ? needsAgent(context) : body(machine)}`,
    scripts: machine === null ? [] : scripts,
    private: true,
  };
}

const needsAgent = ({ locale }: PageContext): Html =>
  empty(locale.t('agentOnly.text'), html`<p>${commanded(locale, 'agentOnly.action')}</p>`);

/** A message with a `<command>` in it. */
export const commanded = (locale: PageContext['locale'], key: MessageKey): Html =>
  locale.rich(key, { command: (inner) => html`<code dir="ltr">${inner}</code>` });
