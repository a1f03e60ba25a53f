import { type Html, html } from '../../html.ts';
import { card, code, ltr, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { inLinuxRange, type PortFacts } from './facts.ts';
import { general } from './sources.ts';
import { claimItem, claimsOf, note } from './story.ts';

/** Cited risks first, then what follows from the number itself. */
export function securitySection(context: PageContext, facts: PortFacts, notes: Notes): Html {
  const { locale } = context;
  const risks = claimsOf(facts, 'risk');
  const cited =
    risks.length === 0 ? '' : html`${note(locale)}${risks.map((claim) => claimItem(locale, claim, notes))}`;
  return card(
    locale.t('port.secSecurity'),
    html`${cited}<ul class="points">${points(context, facts, notes).map((point) => html`<li>${point}</li>`)}</ul>`,
    { id: 'security' },
  );
}

/** True of every port of its kind, each by what it rests on. */
function points({ locale }: PageContext, facts: PortFacts, notes: Notes): readonly Html[] {
  const { kind, query, browserBlocked } = facts;
  const { port: number } = query;
  const port = ltr(number);
  const list: (Html | false)[] = [
    kind === 'assigned'
      ? html`${locale.t('sec.number')}${notes.cite(general.ianaNote)}`
      : (kind === 'unassigned' || kind === 'dynamic') && html`${locale.t('sec.unassigned')}`,
    number > 0 &&
      number < 1024 &&
      html`${locale.rich('sec.privileged', { port })}${notes.cite(general.linuxPrivileged)}`,
    number >= 1024 &&
      html`${locale.rich('sec.unprivileged', { port })}${notes.cite(general.linuxPrivileged)}`,
    inLinuxRange(number) && html`${locale.rich('sec.ephemeral', { port })}${notes.cite(general.linuxRange)}`,
    kind === 'dynamic' && html`${locale.t('sec.ephemeralWindows')}${notes.cite(general.windowsRange)}`,
    browserBlocked &&
      html`${locale.rich('sec.browser', { port, url: code(`http://host:${number}/`) })}${notes.cite(general.fetch)}`,
    locale.rich('sec.reach', { code: (inner) => html`<code dir="ltr">${inner}</code>` }),
  ];
  return list.filter((one) => one !== false);
}
