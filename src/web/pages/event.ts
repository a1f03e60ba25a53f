import { isReeveError } from '../../core/errors.ts';
import { type KnockEvent, seenIn } from '../../core/knock.ts';
import { cut, harmless } from '../../core/text.ts';
import type { StoreReader } from '../../store/index.ts';
import { type Html, html, nothing } from '../html.ts';
import { ago, card, copyable, empty, english, ltr, ltrText, moment } from '../look/components.ts';
import type { Page, PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';
import { packetsCard } from './event/packets.ts';
import { dropsStory, floodStory, victimStory } from './event/others.ts';
import { scanStory } from './event/scan.ts';
import { noStore } from './knocks/nothing.ts';
import { kindBadge, kindOf } from './knocks/words.ts';
import { livePage } from './live-page.ts';

type Found = ReturnType<StoreReader['event']>;

/** `/events/ID`: what it is, why it is called so, and the packets behind it. */
export function eventPage(context: PageContext, id: string): Page {
  const { locale, machine } = context;
  const found = machine === null ? null : ask(machine, id);
  const shown = harmless(cut(found !== null && typeof found !== 'string' ? found.found.id : id, 20));
  const given = {
    section: 'knocks',
    title: locale.t('event.title', { id: ltrText(shown) }),
    description: locale.t('event.description'),
    above: [locale.t('nav.knocks'), '/knocks'],
    status: found === null ? 404 : 200,
  } as const;
  return livePage(context, given, (view) => {
    if (typeof found === 'string') return noStore(context, found);
    if (found !== null) return body(context, view, found);
    const knocks = html`<p><a href="${context.links.page('/knocks')}">${locale.t('source.all')}</a></p>`;
    return empty(locale.rich('event.none', { id: ltr(shown) }), knocks);
  });
}

/** Null where there is none; the reason where nothing can be asked. */
function ask({ store, storeTrouble }: MachineView, id: string): Found | string {
  if (store === null) return storeTrouble ?? '';
  try {
    return store.event(id);
  } catch (error) {
    if (!isReeveError(error)) throw error;
    return error.explanation.found;
  }
}

function body(context: PageContext, machine: MachineView, { found, skipped }: NonNullable<Found>): Html {
  const { locale, links, now } = context;
  const { id, at, event } = found;
  const { first, last } = seenIn(event);
  const when = last ?? first;
  const seen =
    when === null
      ? html`${locale.t('event.stored')}: ${moment(locale, at)}`
      : html`${first !== null && locale.time(first) !== locale.time(when) ? html`${moment(locale, first)} – ` : nothing}${moment(locale, when)} (${ago(locale, when, now)})`;
  const json = html`<a href="${links.plain(`/api/v1/events/${id}`)}">${locale.t('knocks.json')}</a>`;
  return html`<p class="lead">${kindBadge(locale, kindOf(event))} ${seen}</p>${card(
    locale.t('event.whatItIs'),
    html`${story(context, event)}${because(context, event)}`,
    { aside: json },
  )}${event.type === 'drops' ? nothing : packetsCard(context, machine, event, skipped)}<p class="hint">${locale.t('event.replay')} ${copyable(locale, `reeve why ${id}`)}</p>`;
}

function story(context: PageContext, event: KnockEvent): Html {
  switch (event.type) {
    case 'scan':
      return scanStory(context, event.scan);
    case 'backscatter':
      return victimStory(context, event.victim);
    case 'flood':
      return floodStory(context, event.flood);
    case 'drops':
      return dropsStory(context, event.drops);
  }
}

const mostReasons = 30;

/** Why it is of this kind; the engine's own sentences with their figures. */
function because({ locale }: PageContext, event: KnockEvent): Html {
  const reasons =
    event.type === 'scan' ? event.scan.because : event.type === 'flood' ? event.flood.because : [];
  if (reasons.length === 0) return nothing;
  const list = reasons.slice(0, mostReasons).map((text) => html`<li>${english(harmless(text))}</li>`);
  return html`<h3>${locale.t('event.because')}</h3><ul class="reasons">${list}</ul>`;
}
