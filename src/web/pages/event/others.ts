import type { Drops, Flood, Victim } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import { type Html, html } from '../../html.ts';
import { english, facts, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { distinct, namedPort, sourceLink } from '../knocks/words.ts';

/** Somebody else under attack: nothing of it is held against him. */
export function victimStory(context: PageContext, { address, answers, ports, packets }: Victim): Html {
  const { locale } = context;
  return html`<p>${locale.rich('event.victimText', { address: sourceLink(context, address) })}</p>${facts([
    [locale.t('knocks.packets'), locale.number(packets)],
    answers.length === 0
      ? null
      : [
          locale.t('event.answers'),
          html`${answers.slice(0, 12).map(({ kind, packets: many }) => html`${ltr(harmless(kind))} ${locale.number(many)} `)}`,
        ],
    ports.length === 0
      ? null
      : [
          locale.t('event.attackedAt'),
          html`${ports.slice(0, 12).map(({ port }) => html`${namedPort(context, port, 'tcp')} `)}`,
        ],
  ])}`;
}

/** Forged senders are counted, never listed: they are strangers who sent nothing. */
export function floodStory(context: PageContext, { target, port, transport, packets, sources }: Flood): Html {
  const { locale } = context;
  const from = distinct(locale, sources, 'knocks.sources', 'knocks.aboutSources');
  const text = locale.rich('event.floodText', {
    packets,
    target: ltr(harmless(target)),
    sources: html`${from}`,
  });
  return html`<p>${text}</p>${facts([
    [locale.t('event.protocol'), ltr(transport)],
    port === null ? null : [locale.t('knocks.ports'), namedPort(context, port, transport)],
  ])}`;
}

export const dropsStory = ({ locale }: PageContext, { reason, packets }: Drops): Html =>
  html`<p>${locale.t('event.dropsText', { packets })}</p><p>${english(harmless(reason))}</p>`;
