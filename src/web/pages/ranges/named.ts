import { inSpan, type PortRange } from '../../../core/range.ts';
import { type Html, html, nothing } from '../../html.ts';
import { card, dataTable, english, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';

/** Services that hold a run of ports by one registration; those within `range` only, where one is given. */
export function namedRanges({ locale, links, registry }: PageContext, range: PortRange | null): Html {
  const all = registry.namedRanges();
  const shown = range === null ? all : all.filter(({ ports }) => inSpan(ports.from, range));
  if (shown.length === 0) return nothing;
  const table = dataTable({
    caption: locale.t('ranges.namedTitle'),
    captionHidden: true,
    head: [
      locale.t('ranges.span'),
      locale.t('ranges.service'),
      locale.t('ranges.transports'),
      locale.t('ranges.description'),
    ],
    rows: shown.map(({ ports, service, transports, description }) => [
      html`<a class="port" href="${links.page(`/ports/${ports.from}`)}">${ltr(`${ports.from}–${ports.to}`)}</a>`,
      html`<bdi lang="en">${service}</bdi>`,
      ltr(transports.join(' ')),
      english(description),
    ]),
  });
  return card(locale.t('ranges.namedTitle'), html`<p>${locale.t('ranges.namedText')}</p>${table}`, {
    id: 'named',
  });
}
