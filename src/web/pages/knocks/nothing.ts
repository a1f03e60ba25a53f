import { harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import { code, empty, english, ltr, moment } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import { withQuery } from '../address.ts';
import { commanded } from '../live-page.ts';
import { type Asked, isFiltered } from './asked.ts';

/** How watching goes, in a sentence, and what to do where it does not. */
function captureState({ locale }: PageContext, machine: MachineView): Html {
  const capture = machine.capture();
  if (capture.state === 'watching') {
    return locale.rich('knocks.watching', {
      interfaces: ltr(harmless(capture.interfaces.slice(0, 8).join(', '))),
      time: moment(locale, capture.since),
    });
  }
  const why = locale.rich('portKnocks.notPermitted', { why: english(harmless(capture.why)) });
  if (capture.state === 'off' || capture.missing.length === 0) return why;
  const permit = locale.rich('portKnocks.permit', { missing: code(harmless(capture.missing.join(', '))) });
  return html`${why} ${permit}`;
}

/** Nobody is to take "not watched" for "nobody came": said above what is on record. */
export const notWatching = (context: PageContext, machine: MachineView): Html =>
  machine.capture().state === 'watching'
    ? nothing
    : html`<p class="notice warn">${captureState(context, machine)} ${commanded(context.locale, 'knocks.doctor')}</p>`;

/** Nothing is kept, so nothing can be asked. */
export const noStore = ({ locale }: PageContext, why: string): Html =>
  empty(
    locale.rich('portKnocks.noStore', { why: english(harmless(why)) }),
    html`<p>${commanded(locale, 'knocks.doctor')}</p>`,
  );

/** Why the list is empty: the filters, the time, or nobody watches; with the way on. */
export function nothingFound(
  context: PageContext,
  machine: MachineView,
  asked: Asked,
  inRange: boolean,
): Html {
  const { locale } = context;
  if (inRange && isFiltered(asked)) {
    const clear = withQuery(context, { port: null, source: null, tool: null, kind: null, limit: null });
    return empty(
      locale.t('knocks.noneFits'),
      html`<p><a href="${clear}">${locale.t('filter.clear')}</a></p>`,
    );
  }
  const text = locale.rich('knocks.nothing', {
    from: moment(locale, asked.since),
    until: moment(locale, asked.until),
  });
  const longer = withQuery(context, { since: '30d', until: null, limit: null });
  const further =
    asked.preset === '30d' ? nothing : html`<p><a href="${longer}">${locale.t('knocks.longer')}</a></p>`;
  const watched =
    machine.capture().state === 'watching' ? html`<p>${captureState(context, machine)}</p>` : nothing;
  return empty(text, html`${watched}${further}`);
}
