import { isReeveError } from '../../core/errors.ts';
import { type Html, html, nothing } from '../html.ts';
import { card, moment } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';
import { withQuery } from './address.ts';
import { type Asked, askedOf } from './knocks/asked.ts';
import { eventTable } from './knocks/event-row.ts';
import { findKnocks, type Found } from './knocks/found.ts';
import { noStore, notWatching, nothingFound } from './knocks/nothing.ts';
import { plot } from './knocks/plot.ts';
import { filterChips, rangeForm } from './knocks/range.ts';
import { tops } from './knocks/tops.ts';
import { livePage } from './live-page.ts';

/** `/knocks` */
export async function knocksPage(context: PageContext): Promise<Page> {
  const { locale, machine, query, now } = context;
  const asked = askedOf(query, now);
  const found = machine === null ? null : await finding(machine, asked, now);
  const given = {
    section: 'knocks',
    title: locale.t('nav.knocks'),
    description: locale.t('knocks.description'),
    scripts: ['knocks.js'],
  } as const;
  return livePage(context, given, (view) => body(context, view, asked, found ?? ''));
}

/** What was found, or why it could not be. */
async function finding(machine: MachineView, asked: Asked, now: number): Promise<Found | string> {
  const { store, storeTrouble } = machine;
  if (store === null) return storeTrouble ?? '';
  try {
    return await findKnocks(machine, store, asked, now);
  } catch (error) {
    if (!isReeveError(error)) throw error;
    return error.explanation.found;
  }
}

function body(context: PageContext, machine: MachineView, asked: Asked, found: Found | string): Html {
  const { locale } = context;
  const warning = notWatching(context, machine);
  if (typeof found === 'string') return html`${warning}${noStore(context, found)}`;
  const bad = asked.bad
    ? html`<p class="notice warn" role="status">${locale.t('knocks.badRange')}</p>`
    : nothing;
  const head = html`${warning}${bad}${rangeForm(context, asked)}${filterChips(context, asked)}<p class="unseen" role="status" data-said data-events="${locale.t('live.newEvents', { count: '{count}' })}" data-new="${locale.t('live.new')}"></p>`;
  const { timeline, list } = found;
  const events = timeline.events.reduce((sum, one) => sum + one, 0);
  if (events === 0 && list.events.length === 0) {
    return html`${head}<div data-part="whole">${nothingFound(context, machine, asked, found.inRange)}</div>`;
  }
  const packets = timeline.packets.reduce((sum, one) => sum + one, 0);
  const lead = locale.rich('knocks.lead', {
    events,
    packets,
    from: moment(locale, asked.since),
    until: moment(locale, asked.until),
  });
  return html`${head}<p class="lead" data-part="lead">${lead}</p>${plot(context, timeline)}${tops(context, found)}${newest(context, asked, found)}`;
}

function newest(context: PageContext, asked: Asked, { list }: Found): Html {
  const { locale, links } = context;
  const more = !list.more
    ? nothing
    : asked.more === null
      ? html`<p class="hint">${locale.t('knocks.most', { count: list.events.length })}</p>`
      : html`<p><a class="button quiet" href="${withQuery(context, { limit: String(asked.more) })}">${locale.t('knocks.more')}</a></p>`;
  const skipped =
    list.skipped === 0
      ? nothing
      : html`<p class="hint">${locale.t('knocks.skipped', { count: list.skipped })}</p>`;
  const json = html`<a href="${links.plain('/api/v1/knocks')}?${apiQuery(asked)}">${locale.t('knocks.json')}</a>`;
  return card(
    locale.t('knocks.list'),
    html`<div data-part="list">${eventTable(context, list.events)}${more}${skipped}</div>`,
    {
      id: 'events',
      aside: json,
    },
  );
}

const iso = (at: number): string => new Date(at / 1000).toISOString();

function apiQuery({ since, until, port, source, tool, kind, limit }: Asked): string {
  const asked = new URLSearchParams({ since: iso(since), until: iso(until), limit: String(limit) });
  for (const [name, value] of Object.entries({ port, source, tool, kind })) {
    if (value !== null) asked.set(name, String(value));
  }
  return asked.toString();
}
