import { harmless } from '../../../core/text.ts';
import type { PortKnocks } from '../../../store/index.ts';
import { type Html, html, nothing } from '../../html.ts';
import { ago, code, empty, english, facts as factList, ltr, moment } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import type { PortFacts } from './facts.ts';
import { ofStore } from './record.ts';
import { sparkline } from './sparkline.ts';

/** Who knocked at the port while somebody watched. */
export function knocksPart(context: PageContext, machine: MachineView, facts: PortFacts): Html {
  const { locale } = context;
  const { port, transport } = facts.query;
  const title = html`<h3 id="knocks">${locale.t('portKnocks.title')}</h3>`;
  const known = ofStore(machine, (store) => store.portKnocks(port, transport));
  if (!known.ok) return html`${title}${noStore(context, known.error)}`;
  const none = known.value.events === 0 && known.value.broad === 0;
  return html`${title}${none ? nobody(context, machine, facts) : told(context, machine, facts, known.value)}`;
}

const noStore = ({ locale }: PageContext, why: string): Html =>
  empty(
    locale.rich('portKnocks.noStore', { why: english(harmless(why)) }),
    html`<p>${locale.rich('portKnocks.noStoreTodo', { code: (inner) => html`<code dir="ltr">${inner}</code>` })}</p>`,
  );

/** Nothing on record: because nothing came, or because nobody looked. */
function nobody({ locale }: PageContext, machine: MachineView, { place }: PortFacts): Html {
  const capture = machine.capture();
  const text = locale.rich('portKnocks.none', { port: ltr(place) });
  if (capture.state === 'watching') {
    const since = locale.rich('portKnocks.watchingSince', { time: moment(locale, capture.since) });
    return empty(html`${text} ${since}`);
  }
  return empty(text, watching(locale, capture));
}

/** Why nobody watches now, and what to do about it. */
function watching(locale: PageContext['locale'], capture: ReturnType<MachineView['capture']>): Html {
  if (capture.state === 'watching') return nothing;
  const why = locale.rich('portKnocks.notPermitted', { why: english(harmless(capture.why)) });
  if (capture.state === 'off' || capture.missing.length === 0) return html`<p>${why}</p>`;
  const permit = locale.rich('portKnocks.permit', { missing: code(harmless(capture.missing.join(', '))) });
  return html`<p>${why} ${permit}</p>`;
}

function told(context: PageContext, machine: MachineView, facts: PortFacts, known: PortKnocks): Html {
  const { locale, links, now } = context;
  const { events, packets, sources, last, top, tools, broad, complete } = known;
  const { place } = facts;
  const unknown = locale.t('portKnocks.unknownTool');
  const list = `${links.page('/knocks')}?port=${encodeURIComponent(place)}`;
  return html`<p><b>${locale.t('portKnocks.counts', { events, packets, sources })}</b>${complete ? nothing : html` ${locale.t('portKnocks.newest')}`}</p>${sparkline(context, machine, facts)}${factList(
    [
      last === null ? null : [locale.t('portKnocks.last'), ago(locale, last, now)],
      top.length === 0
        ? null
        : [
            locale.t('portKnocks.sources'),
            html`<ul class="plain">${top.map(
              ({ source, packets: sent }) =>
                html`<li><a href="${links.page(`/sources/${encodeURIComponent(source)}`)}">${ltr(harmless(source))}</a> <span class="dim">${locale.t('portKnocks.packets', { count: sent })}</span></li>`,
            )}</ul>`,
          ],
      tools.length === 0
        ? null
        : [
            locale.t('portKnocks.tools'),
            html`<ul class="plain">${tools.map(
              ({ tool, events: used }) =>
                html`<li>${ltr(harmless(tool ?? unknown))} <span class="dim">× ${locale.number(used)}</span></li>`,
            )}</ul>`,
          ],
    ],
  )}${broad === 0 ? nothing : html`<p class="hint">${locale.t('portKnocks.broad', { count: broad })}</p>`}${watching(locale, machine.capture())}<p><a href="${list}">${locale.rich('portKnocks.all', { port: ltr(place) })}</a></p>`;
}
