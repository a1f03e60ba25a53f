import { highestPort, isPort } from '../../../core/port.ts';
import type { Neighbour } from '../../../registry/index.ts';
import { type Html, html, markupOf, nothing, trusted } from '../../html.ts';
import { card, english, facts as factList, ltr, portLink } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import type { PortFacts } from './facts.ts';
import { prose } from './words.ts';

const reach = 4;
const mostMembers = 12;

/** The ports around, those of one family, and those that belong to the story. */
export function nearSection(context: PageContext, facts: PortFacts): Html {
  const { locale } = context;
  const { neighbours, dossier, query } = facts;
  const { below, above } = neighbours;
  const related = dossier?.related ?? [];
  const same = (dossier?.ports ?? []).filter((port) => port !== query.port);
  return card(
    locale.t('port.secNeighbours'),
    html`${around(context, query.port)}${family(context, facts)}${factList([
      below === null ? null : [locale.t('near.below'), neighbour(context, below)],
      above === null ? null : [locale.t('near.above'), neighbour(context, above)],
      same.length === 0
        ? null
        : [
            locale.t('near.same'),
            html`${same.map((port, place) => html`${place === 0 ? '' : ' '}${portLink(context, port)}`)}`,
          ],
    ])}${
      related.length === 0
        ? nothing
        : html`<h3>${locale.t('near.related')}</h3><ul class="plain">${related.map(
            ({ port, why }) => html`<li>${portLink(context, port)} ${english(prose(why))}</li>`,
          )}</ul>`
    }`,
    { id: 'neighbours' },
  );
}

function around(context: PageContext, port: number): Html {
  const { locale, registry, links } = context;
  const from = Math.max(0, Math.min(port - reach, highestPort - 2 * reach));
  let cells = '';
  for (let one = from; one <= from + 2 * reach && isPort(one); one++) {
    const { status, service } = registry.brief(one);
    const label = service ?? (status === 'unassigned' ? '–' : '·');
    const inner = `<b>${one}</b><small>${markupOf(label)}</small>`;
    const linked = one !== port && links.hasPort?.(one) !== false;
    const cell = linked
      ? `<a href="${markupOf(links.page(`/ports/${one}`))}">${inner}</a>`
      : `<span${one === port ? ' aria-current="page"' : ''}>${inner}</span>`;
    cells += `<li class="${status}">${cell}</li>`;
  }
  return html`<h3>${locale.rich('near.around', { port: ltr(port) })}</h3><ol class="around" dir="ltr">${trusted(cells)}</ol>`;
}

function family(context: PageContext, { neighbours, query }: PortFacts): Html {
  const { locale, registry } = context;
  const found = neighbours.family;
  if (found === null) return nothing;
  const all = Array.from({ length: found.to - found.from + 1 }, (_, step) => found.from + step);
  const start = Math.max(0, Math.min(query.port - found.from - mostMembers / 2, all.length - mostMembers));
  const shown = all.slice(start, start + mostMembers);
  const left = all.length - shown.length;
  const heading = locale.rich('near.family', {
    from: ltr(found.from),
    to: ltr(found.to),
    stem: html`<i lang="en" dir="ltr">${found.stem}</i>`,
  });
  return html`<h3>${heading}</h3><ul class="family">${shown.map((port) => {
    const { service, description } = registry.brief(port);
    return html`<li${port === query.port ? html` class="self"` : nothing}>${portLink(context, port)} <bdi lang="en"><b>${service ?? ''}</b> <span class="dim">${description}</span></bdi></li>`;
  })}</ul>${left === 0 ? nothing : html`<p class="hint">${locale.t('near.members', { count: left })}</p>`}`;
}

const neighbour = (context: PageContext, { port, service, description, distance }: Neighbour): Html =>
  html`${portLink(context, port)} <bdi lang="en"><b>${service ?? ''}</b> <span class="dim">${description}</span></bdi> <span class="dim">(${context.locale.t('near.away', { count: distance })})</span>`;
