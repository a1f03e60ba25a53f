import { redactCommand } from '../../../core/redact.ts';
import { cut, harmless } from '../../../core/text.ts';
import type { Owner, Publication } from '../../../inspect/listener.ts';
import { type Html, html, nothing } from '../../html.ts';
import { code, english, facts as factList, ltr, moment } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { KnownListener } from '../../view.ts';

const longest = 400;
const mostOthers = 12;

/** What is known of who holds a socket, as terms; null for what is not known. */
export function holder(context: PageContext, known: KnownListener): Html {
  const { locale, operator } = context;
  const { listener } = known;
  const { unit, container, netns, published, exposure } = listener;
  const owners = [...new Map(listener.owners.map((owner) => [owner.pid, owner])).values()];
  const [owner] = owners;
  const hidden =
    owner === undefined && !listener.ownersComplete && listener.kernel === null
      ? html`<p class="hint">${locale.t('here.hidden')}</p>`
      : nothing;
  const own = owner === undefined ? [] : ownerFacts(context, owner, owners.slice(1), operator);
  return html`${hidden}${factList([
    [locale.t('here.reach'), locale.t(`here.reach-${exposure}`)],
    ...own,
    unit === null
      ? null
      : [locale.t('here.unit'), html`${code(harmless(unit.name))}${described(unit.description)}`],
    container === null
      ? null
      : [
          locale.t('here.container'),
          ltr(
            harmless(
              [container.name ?? container.id.slice(0, 12), container.image ?? '', container.runtime]
                .filter(Boolean)
                .join(' · '),
            ),
          ),
        ],
    netns.own ? null : [locale.t('here.namespace'), ltr(harmless(netns.name ?? String(netns.inode)))],
    published.length === 0
      ? null
      : [
          locale.t('here.published'),
          html`<ul class="plain">${published.slice(0, mostOthers).map((one) => html`<li>${ltr(harmless(publication(one)))}</li>`)}</ul>`,
        ],
    [locale.t('here.since'), since(context, known)],
  ])}`;
}

function ownerFacts(
  { locale }: PageContext,
  owner: Owner,
  others: readonly Owner[],
  whole: boolean,
): readonly (readonly [string, Html] | null)[] {
  const { cmdline, ancestry, package: pack } = owner;
  const line = cmdline === null ? null : cut((whole ? cmdline : redactCommand(cmdline)).join(' '), longest);
  const user = owner.user ?? owner.uid;
  const more =
    others.length === 0
      ? nothing
      : html` <span class="dim">${locale.t('here.pids', { count: others.length })}: ${ltr(
          others
            .slice(0, mostOthers)
            .map(({ pid }) => pid)
            .join(', '),
        )}</span>`;
  return [
    [locale.t('here.program'), code(harmless(owner.exe ?? owner.comm))],
    line === null || line === owner.exe ? null : [locale.t('here.command'), code(harmless(line))],
    [locale.t('here.pid'), html`${ltr(owner.pid)}${more}`],
    user === null ? null : [locale.t('here.user'), ltr(harmless(String(user)))],
    pack === undefined
      ? null
      : [
          locale.t('here.package'),
          pack === null
            ? html`${locale.t('here.noPackage')}`
            : ltr(harmless(`${pack.name} ${pack.version ?? ''}`.trim())),
        ],
    ancestry.length === 0
      ? null
      : [
          locale.t('here.startedBy'),
          ltr(harmless(ancestry.map(({ comm, pid }) => `${comm} (${pid})`).join(' ← '))),
        ],
  ];
}

const described = (description: string | null | undefined): Html =>
  description == null || description === '' ? nothing : html` ${english(harmless(description))}`;

/** When the socket was opened, as the agent saw it; else its process's own start, which is the earliest it can be. */
function since({ locale }: PageContext, { since: opened, listener }: KnownListener): Html {
  if (opened !== null) return moment(locale, opened);
  const starts = listener.owners.flatMap(({ startedAt }) => startedAt ?? []);
  const [first] = starts.toSorted();
  const before = html`<span class="dim">${locale.t('here.sinceBefore')}</span>`;
  return first === undefined ? before : html`${moment(locale, Date.parse(first) * 1000)} ${before}`;
}

const publication = ({
  hostAddress,
  hostPort,
  targetAddress,
  targetPort,
  by,
  container,
}: Publication): string => {
  const to =
    targetAddress === null
      ? (container?.name ?? '?')
      : `${targetAddress}${targetPort === null ? '' : `:${targetPort}`}`;
  return `${hostAddress}:${hostPort} → ${to}${container?.name == null ? '' : ` (${container.name})`}, ${by}`;
};
