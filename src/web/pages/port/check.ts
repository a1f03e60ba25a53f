import { type ByHandCommand, type ByHandSystem, commandsByHand } from '../../../core/by-hand.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';
import { card, copyable, ltr, tabs } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { stencil } from './stencil.ts';
import { upper } from './words.ts';

/** A port that no page is about stands for each in the stencil, so that commands are written once a language. */
const sample = 99_999;
/** More than these only where asked for. */
const first = 4;

/** The commands that tell who holds the port, for each system. */
export function checkSection(context: PageContext, { query }: PortFacts): Html {
  const { locale } = context;
  const { port, transport } = query;
  // Nobody holds port 0.
  if (port === 0) return nothing;
  return stencil(locale, `check ${transport}`, String(sample), () =>
    card(
      locale.t('port.secCheck'),
      html`<p>${locale.t('check.reeve')}</p><ul class="commands">${reeve(locale, transport === null ? `${sample}` : `${sample}/${transport}`)}</ul><p>${locale.rich('check.intro', { port: ltr(sample) })}</p>${tabs(
        'how',
        locale.t('port.secCheck'),
        commandsByHand(sample, transport).map(
          (system) => [system.system, panel(locale, system, query)] as const,
        ),
      )}`,
      { id: 'check' },
    ),
  )(String(port));
}

const reeve = (locale: Locale, place: string): Html =>
  html`<li>${copyable(locale, `reeve ${place}`)}<span class="why">${locale.t('check.reevePort')}</span></li><li>${copyable(locale, `reeve free ${place}`)}<span class="why">${locale.t('check.reeveFree')}</span></li>`;

function panel(locale: Locale, { system, commands }: ByHandSystem, { transport }: PortFacts['query']): Html {
  if (commands.length === 0)
    return html`<p>${locale.t('check.none', { system, transport: transport === null ? '' : upper(transport) })}</p>`;
  const rest = commands.slice(first);
  const more =
    rest.length === 0
      ? nothing
      : html`<details><summary>${locale.t('check.more')}</summary>${list(locale, rest)}</details>`;
  return html`${list(locale, commands.slice(0, first))}${more}`;
}

const list = (locale: Locale, commands: readonly ByHandCommand[]): Html =>
  html`<ul class="commands">${commands.map(
    ({ command, why }) =>
      html`<li>${copyable(locale, command)}<span class="why">${locale.t(`byHand.${why}`)}</span></li>`,
  )}</ul>`;
