import { seenIn } from '../../../core/knock.ts';
import type { KnockEvent, Scan } from '../../../core/knock.ts';
import { cut, harmless } from '../../../core/text.ts';
import type { StoredEvent } from '../../../store/index.ts';
import { type Html, html, nothing } from '../../html.ts';
import { ago, english, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { distinct, kindBadge, kindOf, namedPort, portList, sourceLink, toolWords } from './words.ts';

interface Cells {
  readonly who: Html;
  readonly tool: Html;
  readonly ports: Html;
  /** What it looks for, or what else is to be said of it. */
  readonly aside: Html;
}

const mostPorts = 3;

/** Who it was, in a cell: the source, how many act as one, whether it may be forged. */
export function sourceCell(context: PageContext, scan: Scan): Html {
  const { locale } = context;
  const { source, sourceCount, spoofable } = scan;
  const others = sourceCount > 1 ? locale.t('knocks.sources', { count: sourceCount }) : null;
  const forged = spoofable ? html` <span class="forged">${locale.t('knocks.spoofable')}</span>` : nothing;
  if (source === null) return html`${others ?? '?'}${forged}`;
  return html`${sourceLink(context, source)}${others === null ? nothing : html` <span class="dim">${others}</span>`}${forged}`;
}

function cells(context: PageContext, event: KnockEvent): Cells {
  const { locale } = context;
  switch (event.type) {
    case 'scan': {
      const { scan } = event;
      const [intent] = scan.intent;
      return {
        who: sourceCell(context, scan),
        tool: toolWords(locale, scan.tool),
        ports: portList(context, scan.ports, scan.transport, mostPorts),
        aside:
          intent === undefined
            ? nothing
            : html`<span class="dim">${english(cut(harmless(intent.text), 120))}</span>`,
      };
    }
    case 'backscatter':
      return {
        who: sourceLink(context, event.victim.address),
        tool: nothing,
        ports: nothing,
        aside: html`<span class="dim">${locale.t('knocks.victim')}</span>`,
      };
    case 'flood': {
      const { port, transport, sources } = event.flood;
      return {
        who: html`${distinct(locale, sources, 'knocks.sources', 'knocks.aboutSources')}`,
        tool: nothing,
        ports: port === null ? ltr(transport) : namedPort(context, port, transport),
        aside: html`<span class="dim">${locale.t('knocks.forged')}</span>`,
      };
    }
    case 'drops':
      return {
        who: nothing,
        tool: nothing,
        ports: nothing,
        aside: html`<span class="dim">${english(cut(harmless(event.drops.reason), 160))}</span>`,
      };
  }
}

function eventRow(context: PageContext, { id, at, event }: StoredEvent): Html {
  const { locale, links, now } = context;
  const { who, tool, ports, aside } = cells(context, event);
  const kind = kindBadge(locale, kindOf(event));
  return html`<tr role="row" data-key="${id}"><th role="rowheader" scope="row">${ago(locale, at, now)} <a class="id" href="${links.page(`/events/${id}`)}">${ltr(id)}</a></th><td role="cell">${kind} ${aside}</td><td role="cell">${who}</td><td role="cell">${tool}</td><td role="cell">${ports}</td><td role="cell" class="number">${locale.number(seenIn(event).packets)}</td></tr>`;
}

/** Events, one a row, each with the way to its evidence. */
export function eventTable(context: PageContext, events: readonly StoredEvent[]): Html {
  const { locale } = context;
  const head = [
    'knocks.time',
    'knocks.what',
    'knocks.source',
    'knocks.tool',
    'knocks.ports',
    'knocks.packets',
  ] as const;
  return html`<table class="rows knocks" role="table" aria-label="${locale.t('knocks.list')}"><thead role="rowgroup"><tr role="row">${head.map(
    (key, index) =>
      html`<th role="columnheader" scope="col"${index === 5 ? html` class="number"` : nothing}>${locale.t(key)}</th>`,
  )}</tr></thead><tbody role="rowgroup" data-rows>${events.map((event) => eventRow(context, event))}</tbody></table>`;
}
