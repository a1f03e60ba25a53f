import { type Html, html, nothing } from '../../html.ts';
import { card, fragment, ltr, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { rangeLink } from './answer.ts';
import type { PortFacts } from './facts.ts';
import { sourceName } from './registry.ts';
import { general } from './sources.ts';

const about = {
  system: 'range.aboutSystem',
  user: 'range.aboutUser',
  dynamic: 'range.aboutDynamic',
} as const;

/** The range the port is in, with how full it is by count. */
export function rangeSection(context: PageContext, facts: PortFacts, notes: Notes): Html {
  const { locale } = context;
  const { range, span, query, services } = facts;
  const [service] = services;
  const named =
    span === null || service === undefined
      ? nothing
      : html`<p>${locale.rich('range.named', {
          service: html`<b lang="en" dir="ltr">${service}</b>`,
          from: ltr(span.from),
          to: ltr(span.to),
          port: ltr(query.port),
        })}</p>`;
  return card(
    locale.t('port.secRange'),
    html`<p>${locale.t(about[range.name])}${notes.cite(general.rfc6335)}</p>${named}${counted(context, facts)}<p>${locale.t('range.more')}: ${rangeLink(context, facts)}</p>`,
    { id: 'range' },
  );
}

/** The same for all ports of the range, until another record answers. */
function counted(context: PageContext, { range }: PortFacts): Html {
  const { locale } = context;
  const { counts, source, size, name } = range;
  if (counts === null || source === null || name === 'dynamic') return nothing;
  const { assigned, reserved, deAssigned, unassigned } = counts;
  return fragment(context, `counted ${name} ${source.name} ${source.date} ${assigned}`, () => {
    const share = locale.percent(assigned / size);
    return html`<p>${locale.rich('range.counted', {
      assigned,
      size,
      share,
      reserved: reserved + deAssigned,
      unassigned,
      source: sourceName(locale, source),
    })}</p><svg class="share" role="img" aria-label="${locale.t('range.bar', { share })}" viewBox="0 0 100 4" preserveAspectRatio="none"><rect class="all" width="100" height="4"/><rect class="part" width="${((assigned / size) * 100).toFixed(1)}" height="4"/></svg>`;
  });
}
