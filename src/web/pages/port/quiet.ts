import { type Html, html, nothing } from '../../html.ts';
import type { MessageKey } from '../../i18n/index.ts';
import { card, ltr, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { general } from './sources.ts';

const steps = ['quiet.log', 'quiet.silent', 'quiet.source', 'quiet.learn'] as const satisfies MessageKey[];

/** A port on which nobody has business is a canary; nothing for others. */
export function quietSection(
  { locale }: PageContext,
  { quiet, query, place }: PortFacts,
  notes: Notes,
): Html {
  if (!quiet) return nothing;
  const values = {
    port: ltr(query.port),
    list: `reeve knocks --port ${place}`,
    command: (inner: Html) => html`<code dir="ltr">${inner}</code>`,
  };
  return card(
    locale.t('port.secQuiet'),
    html`<p>${locale.rich('quiet.why', values)}${notes.cite(general.honeyports)}</p><ol class="steps">${steps.map(
      (step) => html`<li>${locale.rich(step, values)}</li>`,
    )}</ol>`,
    { id: 'quiet' },
  );
}
