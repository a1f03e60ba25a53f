import type { Scan, ToolVerdict } from '../../../core/knock.ts';
import { harmless } from '../../../core/text.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Locale } from '../../i18n/index.ts';
import { type BadgeKind, badge, english, facts, ltr } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { sourceCell } from '../knocks/event-row.ts';
import { portList, sourceLink } from '../knocks/words.ts';

const mostPorts = 24;
const mostSources = 12;
const mostTargets = 8;

/** Who, what, where, with which tool, what for: each as sure as it is. */
export function scanStory(context: PageContext, scan: Scan): Html {
  const { locale } = context;
  const { transport, ports, targets, packets, rate, answered, intent, spoofable, sourceCount, sources } =
    scan;
  const { accepted, refused } = answered;
  const more = targets.count - Math.min(targets.top.length, mostTargets);
  return html`${facts([
    [locale.t('knocks.source'), sourceCell(context, scan)],
    sourceCount < 2
      ? null
      : [
          locale.t('knocks.topSources'),
          html`<ul class="inline">${sources.slice(0, mostSources).map((one) => html`<li>${sourceLink(context, one)}</li>`)}${rest(locale, sourceCount - Math.min(sources.length, mostSources), true)}</ul>`,
        ],
    [locale.t('event.protocol'), ltr(transport)],
    ports.count === 0 ? null : [locale.t('knocks.ports'), portList(context, ports, transport, mostPorts)],
    [
      locale.t('event.targets'),
      html`${targets.top.slice(0, mostTargets).map((one) => html`${ltr(harmless(one))} `)}${rest(locale, more, targets.exact)}`,
    ],
    [locale.t('knocks.packets'), locale.number(packets)],
    rate === null || rate < 1 ? null : [locale.t('event.rate'), locale.number(Math.round(rate))],
    accepted + refused === 0
      ? null
      : [locale.t('event.answered'), locale.t('event.accepted', { accepted, refused })],
    ...intent
      .slice(0, 8)
      .map(
        ({ text, because }) =>
          [
            locale.t('intent.looksFor'),
            html`${english(harmless(text))} <span class="dim">${english(harmless(because))}</span>`,
          ] as const,
      ),
  ])}${spoofable ? html`<p class="notice">${locale.t('event.spoofable')}</p>` : nothing}${toolPart(locale, scan.tool)}`;
}

const rest = (locale: Locale, count: number, exact: boolean): Html =>
  count > 0
    ? html`<span class="dim">${exact ? '' : '≈ '}${locale.t('knocks.andMore', { count })}</span>`
    : nothing;

const levels = { proven: 'good', likely: 'fine', possible: 'info', unknown: 'dim' } as const satisfies Record<
  ToolVerdict['level'],
  BadgeKind
>;

function toolPart(locale: Locale, { name, version, level, chance, because }: ToolVerdict): Html {
  const title = html`<h3>${locale.t('event.howSure')}</h3>`;
  if (name === null) return html`${title}<p>${locale.t('event.toolUnknown')}</p>`;
  const era = version === null ? nothing : html` (${ltr(harmless(version))})`;
  const odds =
    chance === null
      ? nothing
      : html`<p>${locale.rich('event.chance', { chance: ltr(chanceWord(locale, chance)) })}</p>`;
  const reasons = because.slice(0, 20).map((text) => html`<li>${english(harmless(text))}</li>`);
  return html`${title}<p><b>${ltr(harmless(name))}</b>${era} ${badge(levels[level], locale.t(`sure.${level}`))}</p>${odds}${
    reasons.length === 0 ? nothing : html`<ul class="reasons">${reasons}</ul>`
  }`;
}

/** As one can grasp it: `1 : 65,536`, `1 : 10^12`. */
function chanceWord(locale: Locale, chance: number): string {
  if (!(chance > 0)) return '0';
  if (chance >= 0.1) return locale.percent(chance);
  return chance > 1e-9
    ? `1 : ${locale.number(Math.round(1 / chance))}`
    : `1 : 10^${Math.floor(-Math.log10(chance))}`;
}
