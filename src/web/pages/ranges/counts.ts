import type { RangeInfo } from '../../../registry/index.ts';
import { transports } from '../../../core/transport.ts';
import { type Html, html } from '../../html.ts';
import { facts, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { shares } from './scale.ts';

/** How full a range is, as a bar and in words. Counted from the registry, never remembered. */
export function fullness({ locale }: PageContext, { name: range, counts, size, source }: RangeInfo): Html {
  if (counts === null || source === null) return html`<p>${locale.t('ranges.notCounted')}</p>`;
  if (range === 'dynamic') return html`<p>${locale.t('ranges.fullNever', { size })}</p>`;
  const held = counts.reserved + counts.deAssigned;
  const bar = shares([
    ['assigned', counts.assigned / size],
    ['reserved', held / size],
  ]);
  const text = locale.t('ranges.full', {
    size,
    assigned: counts.assigned,
    share: locale.percent(counts.assigned / size),
    held,
    unassigned: counts.unassigned,
  });
  return html`<div class="full">${bar}<p>${text}</p></div>`;
}

/** The same by status and transport. */
export function counted({ locale }: PageContext, { counts, size }: RangeInfo): Html {
  if (counts === null) return html`<p>${locale.t('ranges.notCounted')}</p>`;
  const row = (name: string | Html, count: number): readonly [string | Html, Html] => [
    name,
    html`${locale.number(count)} <span class="dim">${locale.percent(count / size)}</span>`,
  ];
  return facts([
    row(locale.t('status.assigned'), counts.assigned),
    row(locale.t('status.reserved'), counts.reserved),
    row(locale.t('status.deAssigned'), counts.deAssigned),
    row(locale.t('status.unassigned'), counts.unassigned),
    ...transports.map((transport) =>
      row(
        locale.rich('ranges.assignedOn', { transport: ltr(transport.toUpperCase()) }),
        counts.assignedOn[transport],
      ),
    ),
  ]);
}
