import { bindOf } from '../../../contract/listener-words.ts';
import { cut, harmless } from '../../../core/text.ts';
import { isTransport } from '../../../core/transport.ts';
import type { Owner } from '../../../inspect/listener.ts';
import { type Html, html, nothing } from '../../html.ts';
import { ago, english, ltr, portLink, verdictBadge } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { KnownListener } from '../../view.ts';
import { decisive, reasonText } from '../reasons.ts';
import { sinceOf } from './order.ts';

/** The number, and beside it what the registry calls it: never in its place. */
function portCell(context: PageContext, { listener, assignments }: KnownListener): Html {
  const { port, kind, protocol } = listener;
  if (port === null)
    return html`<span class="port">${ltr(kind === 'raw' ? `raw ${protocol ?? '?'}` : kind)}</span>`;
  const link = portLink(context, port, isTransport(kind) ? kind : null);
  const name = assignments.find(({ status }) => status === 'assigned')?.service ?? null;
  return name === null
    ? link
    : html`${link} <span class="name" title="${context.locale.t('listeners.registered')}">${ltr(name)}</span>`;
}

const nameOf = (owner: Owner): string => {
  const name =
    owner.program ??
    owner.exe
      ?.split('/')
      .at(-1)
      ?.replace(/ \(deleted\)$/, '') ??
    owner.comm;
  return owner.runs == null ? name : `${name} ${owner.runs.split('/').at(-1) ?? ''}`;
};

const mostNames = 3;

/** Who holds it; "hidden" and "nobody" are two things. */
function ownerCell({ locale }: PageContext, { listener }: KnownListener): Html {
  const { owners, kernel, container, unit, user, uid, group, ownersComplete } = listener;
  const names = [...new Set(owners.map(nameOf))].slice(0, mostNames).join(', ');
  const many = group.workers > 1 ? html` <span class="dim">${ltr(`×${group.workers}`)}</span>` : nothing;
  const place = container === null ? unit?.name : (container.name ?? container.id.slice(0, 12));
  const aside = [String(user ?? uid), place]
    .filter((one) => one !== undefined && one !== '-1')
    .map((one) => cut(harmless(one ?? ''), 60))
    .join(' · ');
  return html`<span class="who">${who(locale, names, { kernel, ownersComplete })}${many}</span> <span class="dim">${ltr(aside)}</span>`;
}

function who(
  locale: PageContext['locale'],
  names: string,
  { kernel, ownersComplete }: Pick<KnownListener['listener'], 'kernel' | 'ownersComplete'>,
): Html {
  if (names !== '') return html`<b>${ltr(cut(harmless(names), 80))}</b>`;
  if (kernel !== null) {
    const what = kernel.what === null ? nothing : html` ${english(harmless(kernel.what))}`;
    return html`${locale.t('listeners.kernel')}${what}`;
  }
  if (ownersComplete) return html`${locale.t('listeners.noOwner')}`;
  return locale.rich('listeners.hidden', { capabilities: ltr('CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH') });
}

/** The reason that decided; the others stand in the details. */
function reason({ locale }: PageContext, { verdict }: KnownListener): Html {
  const told = decisive(verdict);
  return told === null ? nothing : html`<span class="reason">${reasonText(locale, told)}</span>`;
}

function sinceCell({ locale, now }: PageContext, known: KnownListener): Html {
  const at = sinceOf(known);
  return at === null ? html`<span class="dim">${locale.t('listeners.before')}</span>` : ago(locale, at, now);
}

/** A row; `details` stands below its cells, over the whole width. */
export function listenerRow(context: PageContext, known: KnownListener, details: Html): Html {
  const { locale } = context;
  const { id, listener, verdict } = known;
  const cells = [
    html`<th role="rowheader" scope="row">${portCell(context, known)}</th>`,
    html`<td role="cell"><code dir="ltr">${cut(harmless(bindOf(listener)), 80)}</code> <span class="dim">${locale.t(`here.reach-${listener.exposure}`)}</span></td>`,
    html`<td role="cell">${ownerCell(context, known)}</td>`,
    html`<td role="cell">${sinceCell(context, known)}</td>`,
    html`<td role="cell">${verdictBadge(locale, verdict.level)} ${reason(context, known)}</td>`,
    html`<td role="cell" class="more">${details}</td>`,
  ];
  return html`<tr role="row" id="${id}" data-key="${id}">${cells}</tr>`;
}
