import { harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import { ago, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import type { PortFacts } from './facts.ts';
import { ofStore } from './record.ts';

const shown = 5;

/** What happened to listeners on the port lately. */
export function changesPart({ locale, now }: PageContext, machine: MachineView, { query }: PortFacts): Html {
  const { port, transport } = query;
  const found = ofStore(machine, (store) => store.changes({ port, limit: shown * 4 }));
  if (!found.ok) return nothing;
  const changes = found.value.changes
    .filter(({ change }) => transport === null || change.transport === transport)
    .slice(0, shown);
  const hidden = locale.t('change.hidden');
  const who = (name: string | null): Html => (name === null ? html`${hidden}` : ltr(harmless(name)));
  const list =
    changes.length === 0
      ? html`<p class="hint">${locale.rich('here.noChanges', { port: ltr(port) })}</p>`
      : html`<ul class="changes">${changes.map(
          ({ change }) =>
            html`<li>${ago(locale, change.at, now)} <span class="on">${ltr(`${change.transport} ${harmless(change.address)}`)}</span> ${locale.rich(`change.${change.kind}`, { holder: who(change.holder), before: who(change.before) })}</li>`,
        )}</ul>`;
  return html`<h3>${locale.t('here.changes')}</h3>${list}`;
}
