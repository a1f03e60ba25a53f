import type { Relation } from '../../../answer/index.ts';
import { type KnockEvent, seenIn } from '../../../core/knock.ts';
import type { Probe } from '../../../core/probe.ts';
import { harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import { card, dataTable, english, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { MachineView } from '../../view.ts';
import { type Field, fields, payloadText } from './fields.ts';

/** The packets, what all of them share, and the relations between their fields, worked out again. */
export function packetsCard(
  context: PageContext,
  machine: MachineView,
  event: KnockEvent,
  skipped: number,
): Html {
  const { locale } = context;
  const { evidence, packets } = seenIn(event);
  const left =
    skipped === 0
      ? nothing
      : html`<p class="hint">${locale.t('event.skippedPackets', { count: skipped })}</p>`;
  const title = locale.t('event.packetsTitle');
  if (evidence.length === 0) return card(title, html`<p>${locale.t('event.noPackets')}</p>${left}`);
  // A victim's answers bear numbers of whoever forged the question: they tell nothing of the victim.
  const relations = event.type === 'backscatter' ? [] : machine.relations(evidence);
  const found = relations.toSorted((a, b) => b.holds / b.tried - a.holds / a.tried);
  const caption =
    evidence.length < packets
      ? locale.t('event.packetsFirst', { shown: evidence.length, count: packets })
      : locale.t('portKnocks.packets', { count: packets });
  return card(
    title,
    html`${table(context, evidence, found[0] ?? null, caption)}${payloads(evidence)}${left}${relationList(context, found)}`,
    { class: 'evidence' },
  );
}

/** A field that no packet has is left out; one that all share is told above the table. */
function table(
  { locale }: PageContext,
  evidence: readonly Probe[],
  relation: Relation | null,
  caption: string,
): Html {
  const used = fields.filter(({ cell }) => evidence.some((probe) => cell(probe) !== ''));
  const shared = evidence.length < 2 ? [] : used.filter(({ cell }) => new Set(evidence.map(cell)).size === 1);
  const own = used.filter((field) => !shared.includes(field));
  const column = relation?.column ?? null;
  const worked: readonly Field[] =
    column === null ? [] : [{ head: column.head, numeric: true, related: true, cell: column.cell }];
  const place = own.findIndex(({ head }) => head === 'SEQUENCE') + 1;
  const columns = [...times(evidence), ...own.slice(0, place), ...worked, ...own.slice(place)];
  const [one] = evidence;
  const told =
    one === undefined
      ? []
      : shared.map(
          ({ head, cell }) => html`<li><span class="dim">${ltr(head)}</span> ${value(cell(one))}</li>`,
        );
  return html`${told.length === 0 ? nothing : html`<p class="dim">${locale.t('event.shared')}</p><ul class="inline">${told}</ul>`}${dataTable(
    {
      caption,
      head: [
        { text: '#', numeric: true },
        ...columns.map(({ head, numeric, related }) => ({
          text: related === true ? html`<mark>${ltr(head)}</mark>` : ltr(head),
          numeric: numeric === true,
        })),
      ],
      rows: evidence.map((probe) => [
        ltr(probe.ordinal),
        ...columns.map(({ cell, related }) => {
          const text = cell(probe);
          return related === true && text !== '' ? html`<mark>${value(text)}</mark>` : value(text);
        }),
      ]),
    },
  )}`;
}

const value = (text: string): Html => (text === '' ? nothing : html`<bdi dir="ltr">${harmless(text)}</bdi>`);

/** Seconds since the earliest: an input need not be in the order of time. */
function times(evidence: readonly Probe[]): readonly Field[] {
  const known = evidence.map(({ at }) => at).filter((at) => at !== null);
  if (known.length < 2) return [];
  const first = Math.min(...known);
  return [
    { head: '+S', numeric: true, cell: ({ at }) => (at === null ? '' : ((at - first) / 1e6).toFixed(3)) },
  ];
}

/** What the first bytes say, where they say something: text from outside, shown and nothing else. */
function payloads(evidence: readonly Probe[]): Html {
  const said = [
    ...new Set(evidence.map(({ payload }) => payloadText(payload)).filter((text) => text !== null)),
  ];
  return said.length === 0
    ? nothing
    : html`<ul class="payloads">${said.slice(0, 8).map((text) => html`<li><code dir="ltr">${text}</code></li>`)}</ul>`;
}

function relationList({ locale }: PageContext, found: readonly Relation[]): Html {
  if (found.length === 0) return nothing;
  const list = found.map(
    ({ name, text, holds, tried }) =>
      html`<li>${english(text)}: ${locale.t('event.holds', { holds, tried })} <span class="dim">${ltr(name)}</span></li>`,
  );
  return html`<h3>${locale.t('event.relations')}</h3><ul class="reasons">${list}</ul>`;
}
