import { portRanges } from '../../../core/range.ts';
import type { Registry } from '../../../registry/index.ts';
import { type Html, html } from '../../html.ts';
import { card, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';

interface Listed {
  readonly port: number;
  readonly service: string;
}

/** Looking at a thousand ports takes some 30 ms, so that it is done once for each state of the registry. */
const lists = new WeakMap<Registry, { readonly of: string; readonly list: readonly Listed[] }>();

function listed(registry: Registry): readonly Listed[] {
  const { source } = registry.rangeInfo(0);
  const of = `${source?.name} ${source?.date}`;
  const known = lists.get(registry);
  if (known?.of === of) return known.list;
  const [{ from, to }] = portRanges;
  const list: Listed[] = [];
  for (let port = from; port <= to; port++) {
    if (registry.statusOf(port) !== 'assigned') continue;
    const service = registry.lookup(port, null).find((one) => one.service !== null)?.service;
    if (typeof service === 'string') list.push({ port, service });
  }
  lists.set(registry, { of, list });
  return list;
}

/** All assigned system ports by their first name: few enough to be read. */
export function systemList({ locale, links, registry }: PageContext): Html {
  const all = listed(registry);
  return card(
    locale.t('ranges.systemListTitle'),
    html`<p>${locale.t('ranges.systemListText', { count: all.length })}</p><ul class="port-list">${all.map(
      ({ port, service }) =>
        html`<li><a class="port" href="${links.page(`/ports/${port}`)}">${ltr(port)}</a> <bdi lang="en">${service}</bdi></li>`,
    )}</ul>`,
    { id: 'list' },
  );
}
