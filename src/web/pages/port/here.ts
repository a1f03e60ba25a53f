import { bindOf, holderOf } from '../../../contract/listener-words.ts';
import { inSpan } from '../../../core/range.ts';
import { harmless } from '../../../core/text.ts';
import type { VerdictLevel } from '../../../core/verdict.ts';
import { type Html, html, nothing } from '../../html.ts';
import { card, ltr, moment, verdictBadge } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { KnownListener, MachineView } from '../../view.ts';
import { mainReason, reasonItem } from '../reasons.ts';
import { unseenNotes } from '../unseen.ts';
import { changesPart } from './changes.ts';
import type { PortFacts } from './facts.ts';
import { holder } from './holder.ts';
import { knocksPart } from './knocks.ts';

const severity: readonly VerdictLevel[] = ['wrong', 'suspect', 'unknown', 'plausible', 'expected'];

/** Who holds the port on this machine, in a few words; null where there is no machine. */
export function hereInShort({ locale, machine }: PageContext, { query }: PortFacts): Html | null {
  if (machine === null) return null;
  const holders = machine.listeners.at(query.port, query.transport);
  const gravest = severity.flatMap((level) => holders.filter(({ verdict }) => verdict.level === level))[0];
  const [first] = holders;
  if (first === undefined || gravest === undefined) {
    return html`<a href="#here">${locale.t(machine.listeners.visibility.complete ? 'here.shortNothing' : 'here.shortUnseen')}</a>`;
  }
  const names = [...new Set(holders.map(({ listener }) => shortHolder(listener)))].slice(0, 3).join(', ');
  const why = mainReason(locale, gravest.verdict);
  return html`<a href="#here">${ltr(names)}</a> ${verdictBadge(locale, gravest.verdict.level)}${why === null ? nothing : html` <span class="because">${why}</span>`}`;
}

const shortHolder = (listener: KnownListener['listener']): string => {
  const words = harmless(holderOf(listener));
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
};

/** Everything about the port on this machine: holders, knocks, changes, and what could not be seen. */
export function hereSection(context: PageContext, facts: PortFacts): Html {
  const { locale, machine } = context;
  if (machine === null) return nothing;
  const { port, transport } = facts.query;
  const holders = machine.listeners.at(port, transport);
  return card(
    locale.t('port.secHere'),
    html`${
      holders.length === 0
        ? html`<p class="none">${nobody(context, machine, facts)}</p>`
        : grouped(holders).map((same) => holderPart(context, same))
    }${hostPart(context, machine, facts)}${blind(context, machine)}${knocksPart(context, machine, facts)}${changesPart(context, machine, facts)}`,
    { id: 'here', class: 'here', aside: html`<bdi class="dim" dir="ltr">${harmless(machine.name)}</bdi>` },
  );
}

function nobody({ locale }: PageContext, { listeners }: MachineView, { query, place }: PortFacts): Html {
  if (query.port === 0) return html`${locale.t('here.zero')}`;
  if (listeners.lookedAt === null) return html`${locale.t('here.notLooked')}`;
  return locale.rich(listeners.visibility.complete ? 'here.nothing' : 'here.nothingSeen', {
    port: ltr(place),
  });
}

/** Sockets of one service that differ in nothing but the address they are bound to are told once. */
function grouped(all: readonly KnownListener[]): readonly (readonly KnownListener[])[] {
  const groups = new Map<string, KnownListener[]>();
  for (const one of all) {
    const { listener, verdict, since } = one;
    const pids = listener.owners.map(({ pid }) => pid).join(' ');
    const key = [
      listener.kind,
      listener.exposure,
      listener.netns.inode,
      listener.unit?.name,
      listener.container?.id,
      holderOf(listener),
      pids,
      verdict.because.map(({ text }) => text).join('\n'),
      since === null,
    ].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function holderPart(context: PageContext, same: readonly KnownListener[]): Html {
  const { locale } = context;
  const [known] = same;
  if (known === undefined) return nothing;
  const { listener, verdict } = known;
  const bound = same.map(
    (one, place) => html`${place === 0 ? '' : ' · '}<bdi dir="ltr">${harmless(bindOf(one.listener))}</bdi>`,
  );
  const reasons = verdict.because.map((reason) => reasonItem(locale, reason));
  return html`<div class="holder"><h3><span class="bound">${bound}</span> <span class="on">${ltr(`${listener.port ?? ''}/${listener.kind}`)}</span> ${verdictBadge(locale, verdict.level)}</h3><p>${locale.rich(
    'here.held',
    { holder: html`<bdi dir="ltr"><b>${harmless(holderOf(listener))}</b></bdi>` },
  )}</p>${holder(context, known)}${
    reasons.length === 0 ? nothing : html`<h4>${locale.t('here.why')}</h4><ul class="reasons">${reasons}</ul>`
  }</div>`;
}

/** The host's own truth about the port's number. */
function hostPart(
  { locale }: PageContext,
  { listeners: { host } }: MachineView,
  { query, place }: PortFacts,
): Html {
  const port = ltr(place);
  const { ephemeral, reserved, unprivilegedFrom } = host;
  const kept = reserved?.some((span) => inSpan(query.port, span)) ?? false;
  const said = [
    kept && locale.rich('here.reserved', { port }),
    !kept &&
      ephemeral !== null &&
      inSpan(query.port, ephemeral) &&
      locale.rich('here.ephemeral', { port, from: ltr(ephemeral.from), to: ltr(ephemeral.to) }),
    unprivilegedFrom !== null &&
      query.port > 0 &&
      query.port < unprivilegedFrom &&
      locale.rich('here.privilege', { port, from: ltr(unprivilegedFrom) }),
  ].filter((one) => one !== false);
  return said.length === 0
    ? nothing
    : html`<ul class="host">${said.map((one) => html`<li>${one}</li>`)}</ul>`;
}

function blind({ locale }: PageContext, { listeners }: MachineView): Html {
  const { visibility, lookedAt } = listeners;
  const looked =
    lookedAt === null
      ? nothing
      : html`<p class="hint">${locale.rich('here.lookedAt', { time: moment(locale, lookedAt) })}</p>`;
  if (visibility.complete || visibility.notes.length === 0) return looked;
  return html`<h3>${locale.t('here.blind')}</h3>${unseenNotes(locale, visibility)}${looked}`;
}
