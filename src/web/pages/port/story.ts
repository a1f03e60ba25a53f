import type { Claim, ClaimKind, Statement } from '../../../registry/claim.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';
import { badge, card, ltr, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { stencil } from './stencil.ts';
import { englishBlock, prose, upper } from './words.ts';

/** Risk has its place under security, questions under questions. */
const told = ['purpose', 'history', 'lifecycle', 'use-today', 'tooling', 'correction'] as const;

const findings = { confirmed: 'good', corrected: 'bad', unsupported: 'dim' } as const;

/** A claim with its notes; said of one transport only where it is. */
export function claimItem(locale: Locale, { text, transport, sources }: Claim, notes: Notes): Html {
  const marks = sources.map((source) => notes.cite(source));
  if (transport === undefined) return englishBlock(text, marks);
  const only = locale.t('claim.only', { transport: upper(transport) });
  return html`<div class="claim"><p class="on">${only}</p>${englishBlock(text, marks)}</div>`;
}

/** Claims that concern what was asked for. */
export const claimsOf = ({ dossier, query }: PortFacts, kind: ClaimKind): readonly Claim[] =>
  (dossier?.claims ?? []).filter(
    (claim) =>
      claim.kind === kind &&
      (query.transport === null || claim.transport === undefined || claim.transport === query.transport),
  );

/** What is known beyond the registration, claim by claim; where nothing is, that. */
export function storySection(context: PageContext, facts: PortFacts, notes: Notes): Html {
  const { locale } = context;
  const { dossier } = facts;
  const body =
    dossier === null
      ? html`<p>${noStory(context, facts)}</p>`
      : html`${note(locale)}${told.map((kind) => chapter(locale, kind, claimsOf(facts, kind), notes))}${statements(locale, dossier.statements, notes)}`;
  return card(locale.t('port.secStory'), body, { id: 'story' });
}

export const note = (locale: Locale): Html =>
  locale.language.tag === 'en' ? nothing : html`<p class="hint">${locale.t('port.englishNote')}</p>`;

function chapter(locale: Locale, kind: (typeof told)[number], claims: readonly Claim[], notes: Notes): Html {
  if (claims.length === 0) return nothing;
  return html`<h3>${locale.t(`claim.${kind}`)}</h3>${claims.map((claim) => claimItem(locale, claim, notes))}`;
}

function statements(locale: Locale, all: readonly Statement[], notes: Notes): Html {
  if (all.length === 0) return nothing;
  const rows = all.map(
    ({ says, finding, text, sources }) =>
      html`<li><p><q lang="en" dir="ltr">${prose(says)}</q> ${badge(findings[finding], locale.t(`claim.${finding}`))}</p>${englishBlock(
        text,
        sources.map((source) => notes.cite(source)),
      )}</li>`,
  );
  return html`<h3>${locale.t('claim.statements')}</h3><ul class="statements">${rows}</ul>`;
}

function noStory({ locale, registry }: PageContext, { query, primary, absence, entries }: PortFacts): Html {
  const source = (primary ?? entries[0]?.row ?? absence)?.source ?? { name: 'IANA', date: null };
  const count = registry.dossierCount();
  return stencil(locale, `no story ${source.name} ${count}`, String(sample), () =>
    locale.rich('port.noStory', {
      port: ltr(sample),
      source: html`<bdi lang="en">${source.name}</bdi>`,
      count,
    }),
  )(String(query.port));
}

/** Stands for each port without a story. */
const sample = 99_999;
