import { type Html, html, nothing } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import type { EndOutcome } from '../../view.ts';
import { oneOf } from '../address.ts';

const outcomes = ['ended', 'signalled', 'gone', 'refused'] as const satisfies readonly EndOutcome[];

/** What came of ending a process, after the form led back: `?ended=signalled`. */
export function endNotice({ locale, query }: PageContext): Html {
  const outcome = oneOf(query, 'ended', outcomes);
  if (outcome === null) return nothing;
  const kind = outcome === 'ended' || outcome === 'gone' ? 'good' : 'warn';
  return html`<p class="notice ${kind}" role="status">${locale.t(`end.done-${outcome}`)}</p>`;
}
