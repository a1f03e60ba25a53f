import { canonicalAddress } from '../../core/address.ts';
import { isReeveError } from '../../core/errors.ts';
import { cut, harmless } from '../../core/text.ts';
import { isTransport } from '../../core/transport.ts';
import type { SourceRecord, StoreReader, Timeline } from '../../store/index.ts';
import { type Html, html, nothing } from '../html.ts';
import { ago, card, copyable, empty, english, facts, ltr, ltrText, moment } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';
import { eventTable } from './knocks/event-row.ts';
import { noStore } from './knocks/nothing.ts';
import { plot } from './knocks/plot.ts';
import { kindBadge, namedPort } from './knocks/words.ts';
import { livePage } from './live-page.ts';

interface Known {
  readonly record: SourceRecord;
  readonly timeline: Timeline;
}

const spans = 96;

/** `/sources/ADDRESS`: all that is on record of one source, and what that is not. */
export function sourcePage(context: PageContext, text: string): Page {
  const { locale, machine } = context;
  const address = canonicalAddress(text.slice(0, 100));
  const shown = harmless(cut(address ?? text, 60));
  const found = machine === null || address === null ? null : ask(machine, address);
  const given = {
    section: 'knocks',
    title: locale.t('source.title', { address: ltrText(shown) }),
    description: locale.t('source.description'),
    above: [locale.t('nav.knocks'), '/knocks'],
    status: address === null ? 400 : found === null ? 404 : 200,
    scripts: found !== null && typeof found !== 'string' ? ['knocks.js'] : [],
  } as const;
  return livePage(context, given, (view) => {
    if (address === null)
      return empty(locale.rich('source.noAddress', { text: ltr(shown) }), allKnocks(context));
    if (typeof found === 'string') return noStore(context, found);
    if (found === null) return empty(locale.rich('source.none', { address: ltr(shown) }), allKnocks(context));
    return body(context, view, found);
  });
}

const allKnocks = ({ locale, links }: PageContext): Html =>
  html`<p><a href="${links.page('/knocks')}">${locale.t('source.all')}</a></p>`;

/** Null where nothing is on record; the reason where nothing can be asked. */
function ask({ store, storeTrouble }: MachineView, address: string): Known | string | null {
  if (store === null) return storeTrouble ?? '';
  try {
    return known(store, address);
  } catch (error) {
    if (!isReeveError(error)) throw error;
    return error.explanation.found;
  }
}

function known(store: StoreReader, address: string): Known | null {
  const record = store.source(address);
  if (record === null) return null;
  const since = record.first ?? record.last ?? 0;
  const until = Math.max(record.last ?? since, since + 60_000_000);
  return { record, timeline: store.timeline({ since, until, spans, source: address }) };
}

function body(context: PageContext, machine: MachineView, { record, timeline }: Known): Html {
  const { locale, links, now } = context;
  const { address, events, together, packets, first, last, kinds, tools, newest } = record;
  const range = machine.rangeOf(address);
  const all = `${links.page('/knocks')}?since=30d&source=${encodeURIComponent(address)}`;
  const others = together === 0 ? nothing : html` ${locale.t('source.together', { count: together })}`;
  const list = facts([
    range === null ? null : [locale.t('source.range'), english(harmless(range.text))],
    first === null ? null : [locale.t('source.first'), moment(locale, first)],
    last === null
      ? null
      : [locale.t('portKnocks.last'), html`${moment(locale, last)} (${ago(locale, last, now)})`],
    [
      locale.t('source.did'),
      html`${kinds.slice(0, 12).map(({ kind, events: many }) => html`${kindBadge(locale, kind)} ${locale.number(many)} `)}`,
    ],
    tools.length === 0
      ? null
      : [
          locale.t('portKnocks.tools'),
          html`${tools.map(({ tool, events: many }) => html`${ltr(harmless(tool ?? locale.t('portKnocks.unknownTool')))} ${locale.number(many)} `)}`,
        ],
    record.ports.length === 0 ? null : [locale.t('knocks.ports'), portsOf(context, record)],
  ]);
  const notes = newest.more ? html`<p><a href="${all}">${locale.t('knocks.more')}</a></p>` : nothing;
  return html`<p class="lead">${locale.t('source.lead', { events, packets })}${others}</p>${card(locale.t('event.whatItIs'), list)}${card(locale.t('knocks.plot'), plot(context, timeline))}${card(
    locale.t('knocks.list'),
    html`${eventTable(context, newest.events)}${notes}`,
    {
      aside: html`<a href="${links.plain(`/api/v1/sources/${encodeURIComponent(address)}`)}">${locale.t('knocks.json')}</a>`,
    },
  )}${whatItIsNot(context, record)}`;
}

function portsOf(context: PageContext, { ports }: SourceRecord): Html {
  const { locale } = context;
  return html`<ul class="inline">${ports.map(({ port, transport, packets }) => {
    const on = isTransport(transport) ? transport : 'tcp';
    return html`<li>${namedPort(context, port, on)} <span class="dim">${locale.t('portKnocks.packets', { count: packets })}</span></li>`;
  })}</ul>`;
}

/** What people take from such a page though it is not there. */
function whatItIsNot({ locale }: PageContext, { address, kinds, newest }: SourceRecord): Html {
  const shown = harmless(address);
  const forged = newest.events.some(({ event }) => event.type === 'scan' && event.scan.spoofable);
  const victim = kinds.some(({ kind }) => kind === 'backscatter');
  return card(
    locale.t('source.not'),
    html`<p>${locale.t('source.notAttribution')} ${locale.t('source.notLookedUp')}</p>${forged ? html`<p>${locale.t('source.notProven')}</p>` : nothing}${
      victim ? html`<p>${locale.rich('source.victim', { address: ltr(shown) })}</p>` : nothing
    }<p class="hint">${locale.t('event.replay')} ${copyable(locale, `reeve source ${shown}`)}</p>`,
  );
}
