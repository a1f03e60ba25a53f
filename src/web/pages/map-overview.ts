import { portRanges } from '../../core/range.ts';
import { type Html, html, nothing } from '../html.ts';
import { ago, badge, english } from '../look/components.ts';
import type { PageContext } from '../page.ts';
import type { MachineView } from '../view.ts';

const strong = { n: (inner: Html): Html => html`<strong>${inner}</strong>` };

/** The few figures that say how things stand, each leading to its page. */
export const mapOverview = (context: PageContext): Html =>
  context.machine === null ? ofRegistry(context) : ofMachine(context, context.machine);

function ofRegistry({ locale, registry, links }: PageContext): Html {
  const infos = portRanges.map(({ from }) => registry.rangeInfo(from));
  const source = infos[0]?.source;
  if (source == null) return nothing;
  const assigned = infos.reduce((sum, { counts }) => sum + (counts?.assigned ?? 0), 0);
  const total = infos.reduce((sum, { size }) => sum + size, 0);
  return html`<ul class="map-stats"><li><a href="${links.page('/ranges')}">${locale.rich('map.statAssigned', { ...strong, count: assigned })}</a> <span>${locale.rich('map.statOf', { total, source: english(source.name) })}</span></li></ul>`;
}

function ofMachine({ locale, links, now }: PageContext, machine: MachineView): Html {
  const listeners = machine.listeners.all();
  const findings = listeners.filter(({ verdict: { level } }) => level === 'suspect' || level === 'wrong');
  const { tcp, udp } = machine.knocked;
  let knocked = 0;
  for (let port = 0; port < tcp.length; port++) if ((tcp[port] ?? 0) + (udp[port] ?? 0) > 0) knocked++;
  const found = locale.t('map.statFindings', { count: findings.length });
  const capture = machine.capture();
  return html`<ul class="map-stats">
<li><a href="${links.page('/listeners')}">${locale.rich('map.statListeners', { ...strong, count: listeners.length })}</a> ${findings.length === 0 ? html`<span>${found}</span>` : badge('warn', found)}</li>
${
  capture.state === 'watching'
    ? html`<li><a href="${links.page('/knocks')}">${locale.rich('map.statKnocked', { ...strong, count: knocked })}</a> <span>${locale.rich('map.statSince', { ago: ago(locale, machine.startedAt, now) })}</span></li>`
    : html`<li>${badge('dim', locale.rich('map.unwatched', { why: english(capture.why) }))} ${missing(locale, capture)}</li>`
}
</ul>`;
}

function missing(
  locale: PageContext['locale'],
  capture: Exclude<ReturnType<MachineView['capture']>, { state: 'watching' }>,
): Html {
  if (capture.state !== 'not-permitted' || capture.missing.length === 0) return nothing;
  const names = locale.list(capture.missing);
  return html`<span>${locale.rich('map.missing', { count: capture.missing.length, names: html`<bdi dir="ltr">${names}</bdi>` })}</span>`;
}
