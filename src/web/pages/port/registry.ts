import type { RecordSource } from '../../../registry/record.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';
import {
  badge,
  card,
  code,
  english,
  facts as factList,
  ltr,
  type Notes,
  type NoteSource,
} from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { Entry, PortFacts } from './facts.ts';
import { reference } from './reference.ts';
import { general, ianaPage } from './sources.ts';
import { statusKinds, statusWord, transportList } from './words.ts';

/** What the registry says, row by row. */
export function registrySection(context: PageContext, facts: PortFacts, notes: Notes): Html {
  const { locale, registry } = context;
  const { query, entries, hostNames } = facts;
  const own =
    hostNames.length === 0
      ? nothing
      : html`<p>${locale.rich('reg.host', { file: code(registry.places.services), names: ltr(locale.list(hostNames)) })}</p>`;
  return card(
    locale.t('port.secRegistry'),
    html`${entries.map((entry) => entryOf(locale, entry, facts, notes))}${absence(locale, facts, notes)}${own}<p><a href="${ianaPage(query.port)}" rel="noreferrer">${locale.rich('reg.iana', { port: ltr(query.port) })}</a></p>`,
    { id: 'registry' },
  );
}

function entryOf(locale: Locale, { row, transports }: Entry, facts: PortFacts, notes: Notes): Html {
  const { service, description, assignee, registered, modified, references, ports, source } = row;
  const heading = service === null ? nothing : html`<span lang="en" dir="ltr">${service}</span> `;
  const state = badge(statusKinds[row.status], statusWord(locale, row.status, facts));
  return html`<div class="entry"><h3>${heading}<span class="on">${transportList(locale, transports)}</span> ${state}${registryNote(facts, notes, source)}</h3>${factList(
    [
      description === '' ? null : [locale.t('reg.description'), english(description)],
      ports.from === ports.to ? null : [locale.t('reg.ports'), ltr(`${ports.from}–${ports.to}`)],
      assignee === null ? null : [locale.t('reg.assignee'), english(assignee)],
      registered === null ? null : [locale.t('reg.registered'), locale.date(registered)],
      modified === null ? null : [locale.t('reg.modified'), locale.date(modified)],
      references.length === 0
        ? null
        : [
            locale.t('reg.references'),
            html`${references.map((one, place) => html`${place === 0 ? '' : ' '}${reference(one)}`)}`,
          ],
      row.notes === null ? null : [locale.t('reg.notes'), english(row.notes)],
      row.unauthorizedUse === null ? null : [locale.t('reg.unauthorized'), english(row.unauthorizedUse)],
      [locale.t('reg.source'), sourceName(locale, source)],
    ],
  )}</div>`;
}

export const sourceName = (locale: Locale, { name, date }: RecordSource): Html =>
  date === null
    ? html`<bdi lang="en">${name}</bdi>`
    : locale.rich('reg.sourceOf', { name: html`<bdi lang="en">${name}</bdi>`, date: locale.date(date) });

/** Transports on which there is no row, in a sentence. */
function absence(locale: Locale, facts: PortFacts, notes: Notes): Html {
  const { statuses, kind, query, whole, range } = facts;
  if (kind === 'dynamic') {
    const { from, to } = range;
    return html`<p>${locale.rich('reg.dynamic', { from: ltr(from), to: ltr(to) })}${registryNote(facts, notes)}</p>`;
  }
  const without = statuses.filter(({ status }) => status === 'unassigned').map(({ transport }) => transport);
  if (without.length === 0) return nothing;
  const sentence = locale.rich(whole ? 'reg.none' : 'reg.noneListed', {
    port: ltr(query.port),
    transports: transportList(locale, without),
  });
  const why = whole && kind === 'unassigned' ? html` ${locale.t('reg.absence')}` : nothing;
  return html`<p>${sentence}${registryNote(facts, notes)}${why}</p>`;
}

/** The registry itself, as of the day of its layer; for what no registry lists, the rule. */
export function registrySource(
  { query, kind, primary, absence: absent, entries }: PortFacts,
  source: RecordSource | undefined = (primary ?? entries[0]?.row ?? absent)?.source,
): NoteSource {
  if (kind === 'dynamic' || source === undefined) return general.rfc6335;
  const { name, date } = source;
  return {
    title: `IANA port registry, entries for ${query.port}${date === null ? '' : `, as of ${date}`} (${name})`,
    url: ianaPage(query.port),
  };
}

export const registryNote = (facts: PortFacts, notes: Notes, source?: RecordSource): Html =>
  notes.cite(registrySource(facts, source));
