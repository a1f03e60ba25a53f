import { harmless } from '../../core/text.ts';
import { type Html, html, nothing } from '../html.ts';
import { ago, empty } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';
import { withQuery } from './address.ts';
import { type Asked, askedOf, isFiltered } from './listeners/asked.ts';
import { fits } from './listeners/filter.ts';
import { filterForm } from './listeners/filters.ts';
import { sorted } from './listeners/order.ts';
import { recentChanges } from './listeners/recent.ts';
import { listenerTable } from './listeners/table.ts';
import { commanded, livePage } from './live-page.ts';
import { unseenNotes } from './unseen.ts';
import { endNotice } from './listeners/ended.ts';

/** A machine with more than that is asked for page by page. */
const rowsAPage = 5000;

/** `/listeners` */
export function listenersPage(context: PageContext): Page {
  const { locale } = context;
  const given = {
    section: 'listeners',
    title: locale.t('nav.listeners'),
    description: locale.t('listeners.description'),
    scripts: ['listeners.js'],
  } as const;
  return livePage(context, given, (machine) => body(context, machine));
}

function body(context: PageContext, machine: MachineView): Html {
  const { locale, now, links } = context;
  const { listeners } = machine;
  const asked = askedOf(context.query);
  const all = listeners.all();
  const fitting = isFiltered(asked) ? all.filter((known) => fits(known, asked)) : all;
  const pages = Math.max(1, Math.ceil(fitting.length / rowsAPage));
  const page = Math.min(asked.page, pages);
  const rows = sorted(fitting, asked.sort, asked.descending).slice((page - 1) * rowsAPage, page * rowsAPage);
  const lead =
    listeners.lookedAt === null
      ? locale.t('here.notLooked')
      : locale.rich('listeners.lead', {
          count: all.length,
          host: html`<bdi dir="ltr">${harmless(machine.name)}</bdi>`,
          time: ago(locale, listeners.lookedAt, now),
        });
  const download = locale.rich('listeners.download', {
    csv: (inner) => html`<a href="${links.plain('/listeners.csv')}" download="listeners.csv">${inner}</a>`,
    json: (inner) =>
      html`<a href="${links.plain('/api/v1/listeners')}" download="listeners.json">${inner}</a>`,
  });
  const live = html`<p class="unseen" role="status" data-said data-opened="${locale.t('live.opened', { list: '{list}' })}" data-closed="${locale.t('live.closed', { list: '{list}' })}" data-new="${locale.t('live.new')}" data-ended="${locale.t('live.ended')}"></p>`;
  const count = locale.t('listeners.shown', { shown: rows.length, count: all.length });
  const table =
    rows.length === 0 ? none(context, machine, all.length, asked) : listenerTable(context, rows, asked);
  return html`<p class="lead" data-part="lead">${lead}</p>${endNotice(context)}${unseen(context, machine)}${filterForm(context, asked)}${live}<p class="dim" data-part="count">${count}</p><div data-part="table">${table}${pager(context, page, pages)}</div><p class="dim">${download}</p>${recentChanges(context, machine)}`;
}

function none(context: PageContext, machine: MachineView, all: number, asked: Asked): Html {
  const { locale } = context;
  if (all > 0 && isFiltered(asked)) {
    const clear = withQuery(context, { q: null, exposure: null, verdict: null, protocol: null, page: null });
    return empty(
      locale.t('listeners.noneFits'),
      html`<p><a href="${clear}">${locale.t('filter.clear')}</a></p>`,
    );
  }
  const text = machine.listeners.visibility.complete ? 'listeners.none' : 'listeners.noneSeen';
  return empty(locale.t(text), html`<p>${commanded(locale, 'listeners.nothingListening')}</p>`);
}

/** What could not be seen stands above what could: a short table may be short for that. */
function unseen({ locale }: PageContext, { listeners: { visibility } }: MachineView): Html {
  if (visibility.complete || visibility.notes.length === 0) return nothing;
  return html`<details class="notice warn"><summary>${locale.t('listeners.incomplete')}</summary>${unseenNotes(locale, visibility)}</details>`;
}

function pager(context: PageContext, page: number, pages: number): Html {
  if (pages === 1) return nothing;
  const { locale } = context;
  const to = (number: number, text: string): Html =>
    number < 1 || number > pages
      ? nothing
      : html`<a href="${withQuery(context, { page: String(number) })}">${text}</a>`;
  return html`<nav class="pager" aria-label="${locale.t('nav.listeners')}">${to(page - 1, locale.t('listeners.previous'))} <span>${locale.t('listeners.page', { page, pages })}</span> ${to(page + 1, locale.t('listeners.next'))}</nav>`;
}
