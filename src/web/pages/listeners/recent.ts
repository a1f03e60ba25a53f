import { harmless } from '../../../core/text.ts';
import { isTransport } from '../../../core/transport.ts';
import type { StoredChange } from '../../../store/index.ts';
import { type Html, html, nothing } from '../../html.ts';
import { ago, badge, card, ltr, portLink, verdictBadge } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import { verdictLevels } from '../../../core/verdict.ts';
import { ofStore } from '../port/record.ts';

const shown = 15;
const kinds = { opened: 'info', closed: 'dim', restarted: 'fine', replaced: 'warn' } as const;

/** What happened to listeners lately, on any port. */
export function recentChanges(context: PageContext, machine: MachineView): Html {
  const { locale } = context;
  const found = ofStore(machine, (store) => store.changes({ limit: shown }));
  if (!found.ok) return nothing;
  const { changes } = found.value;
  const list =
    changes.length === 0
      ? html`<p class="hint">${locale.t('listeners.noChanges')}</p>`
      : html`<ol class="events">${changes.map((one) => changeLine(context, one))}</ol>`;
  return card(locale.t('listeners.changes'), html`<div data-part="changes">${list}</div>`, { id: 'changes' });
}

function changeLine(context: PageContext, { id, change }: StoredChange): Html {
  const { locale, now } = context;
  const { kind, at, port, transport, address, holder, before, verdict } = change;
  const name = (text: string | null): Html =>
    text === null ? html`${locale.t('change.hidden')}` : ltr(harmless(text));
  const level = verdictLevels.find((one) => one === verdict);
  const link =
    port === null ? ltr(transport) : portLink(context, port, isTransport(transport) ? transport : null);
  return html`<li data-key="${id}">${badge(kinds[kind], ago(locale, at, now))} ${link} <code dir="ltr">${harmless(address)}</code> ${locale.rich(`change.${kind}`, { holder: name(holder), before: name(before) })} ${level === undefined || kind === 'closed' ? nothing : verdictBadge(locale, level)}</li>`;
}
