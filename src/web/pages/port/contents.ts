import { type Html, html } from '../../html.ts';
import type { MessageKey } from '../../i18n/index.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { stencil } from './stencil.ts';

const sections: readonly (readonly [id: string, title: MessageKey])[] = [
  ['here', 'port.secHere'],
  ['registry', 'port.secRegistry'],
  ['story', 'port.secStory'],
  ['range', 'port.secRange'],
  ['security', 'port.secSecurity'],
  ['check', 'port.secCheck'],
  ['quiet', 'port.secQuiet'],
  ['questions', 'port.secQuestions'],
  ['neighbours', 'port.secNeighbours'],
  ['notes', 'port.secNotes'],
];

/** The way to the page's parts. */
export function contents({ locale, machine }: PageContext, { quiet, kind }: PortFacts): Html {
  const here = machine !== null;
  const check = kind !== 'zero';
  const left = new Set([here ? '' : 'here', quiet ? '' : 'quiet', check ? '' : 'check']);
  const shown = sections.filter(([id]) => !left.has(id));
  return stencil(locale, `contents ${here} ${quiet} ${check}`, '\u0000', () => {
    const items = shown.map(([id, key]) => html`<li><a href="#${id}">${locale.t(key)}</a></li>`);
    return html`<nav class="contents" aria-labelledby="contents-title"><p id="contents-title">${locale.t('port.onThisPage')}</p><ul>${items}</ul></nav>`;
  })('');
}
