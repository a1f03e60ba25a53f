import { type Html, html, nothing } from '../../html.ts';
import { badge, facts as factList, ltr, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { hereInShort } from './here.ts';
import { registryNote } from './registry.ts';
import { general } from './sources.ts';
import {
  englishBlock,
  type Foreign,
  name,
  type Said,
  say,
  statusKinds,
  statusWord,
  transportList,
  upper,
} from './words.ts';

/** The page's answer in a sentence, from the registry alone. */
export function summary({ locale }: PageContext, facts: PortFacts): Said {
  const port: Foreign = { text: facts.place, as: 'text' };
  switch (facts.kind) {
    case 'zero':
      return say(locale, 'port.sumZero');
    case 'assigned':
      return assigned(locale, facts, port);
    case 'reserved':
      return say(locale, 'port.sumReserved', { port });
    case 'de-assigned':
      return say(locale, 'port.sumDeAssigned', { port });
    case 'dynamic':
      return say(locale, 'port.sumDynamic', { port });
    case 'unassigned':
      return say(locale, facts.whole ? 'port.sumUnassigned' : 'port.sumUnlisted', { port });
  }
}

function assigned(locale: PageContext['locale'], facts: PortFacts, port: Foreign): Said {
  const transports = transportList(locale, facts.primaryTransports);
  const { service = null, description = '' } = facts.primary ?? {};
  const told = name(description);
  if (service === null) return say(locale, 'port.sumPrivate', { port, description: told, transports });
  const named = { port, service: name(service), transports };
  return description === '' || description.toLowerCase() === service.toLowerCase()
    ? say(locale, 'port.sumNamed', named)
    : say(locale, 'port.sumAssigned', { ...named, description: told });
}

const rangeNames = {
  system: 'port.rangeSystem',
  user: 'port.rangeUser',
  dynamic: 'port.rangeDynamic',
} as const;

/** `user ports 1024–49151`, as a link to the range's page. */
export function rangeLink({ locale, links }: PageContext, { range }: PortFacts): Html {
  const text = locale.rich(rangeNames[range.name], { from: ltr(range.from), to: ltr(range.to) });
  return html`<a href="${links.page(`/ranges/${range.name}`)}">${text}</a>`;
}

/** The box at the top: what the port is, at a glance. */
export function answerBox(context: PageContext, facts: PortFacts, sentence: Said, notes: Notes): Html {
  const { locale } = context;
  const { dossier, statuses, services, query } = facts;
  const [service, ...others] = services;
  const chips = statuses.map(
    ({ transport, status }) =>
      html`<li>${badge(statusKinds[status], html`<b>${upper(transport)}</b> ${statusWord(locale, status, facts)}`)}</li>`,
  );
  const here = hereInShort(context, facts);
  return html`<section class="card answer" id="answer"><h1>${locale.rich('port.heading', { port: ltr(query.port) })}${
    service === undefined ? nothing : html` <span class="service" lang="en" dir="ltr">${service}</span>`
  }</h1><ul class="chips">${chips}</ul><p class="lead">${sentence.html}${summaryNote(facts, notes)}</p>${
    others.length === 0
      ? nothing
      : html`<p>${say(locale, 'port.sumAlso', { count: others.length, names: name(locale.list(others)) }).html}</p>`
  }${dossier === null ? nothing : html`<div class="dossier-summary">${englishBlock(dossier.summary)}</div>`}${narrowed(context, facts)}${factList(
    [
      [locale.t('port.range'), rangeLink(context, facts)],
      here === null ? null : [locale.t('port.here'), here],
    ],
  )}</section>`;
}

/** The sentence's source: the registry's row, or the rule that makes its kind. */
function summaryNote(facts: PortFacts, notes: Notes): Html {
  if (facts.kind === 'zero') return notes.cite(general.linuxPortZero);
  if (facts.kind === 'dynamic') return notes.cite(general.rfc6335);
  return registryNote(facts, notes);
}

function narrowed({ locale, links }: PageContext, { query }: PortFacts): Html {
  if (query.transport === null) return nothing;
  const path = links.page(`/ports/${query.port}`);
  return html`<p class="hint">${locale.rich('port.narrowed', {
    transport: upper(query.transport),
    port: ltr(query.port),
    a: (inner) => html`<a href="${path}">${inner}</a>`,
  })}</p>`;
}
