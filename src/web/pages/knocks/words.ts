import { cut, harmless } from '../../../core/text.ts';
import type { Distinct, KnockEvent, PortCount, ToolVerdict } from '../../../core/knock.ts';
import type { ProbeProtocol } from '../../../core/probe.ts';
import { isTransport } from '../../../core/transport.ts';
import { type Html, html, nothing } from '../../html.ts';
import type { Locale, MessageKey } from '../../i18n/index.ts';
import { type BadgeKind, badge, ltr, portLink } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { allKinds } from './asked.ts';

/** A kind of event in the page's language; what is none is shown as it is. */
export function kindWord(locale: Locale, kind: string): string {
  const known = allKinds.find((one) => one === kind);
  return known === undefined ? harmless(kind) : locale.t(`kind.${known}`);
}

const kindBadges: Readonly<Record<string, BadgeKind>> = {
  probe: 'info',
  misdirected: 'fine',
  backscatter: 'dim',
  flood: 'bad',
  drops: 'bad',
};

/** Scans are warned of; a single probe, a lost client and a victim are told apart by shape and word. */
export const kindBadge = (locale: Locale, kind: string): Html =>
  badge(kindBadges[kind] ?? 'warn', kindWord(locale, kind));

export const kindOf = (event: KnockEvent): string => (event.type === 'scan' ? event.scan.kind : event.type);

/** `masscan, proven`; unknown stays unknown. */
export function toolWords(locale: Locale, { name, level }: Pick<ToolVerdict, 'name' | 'level'>): Html {
  if (name === null) return html`<span class="dim">${locale.t('portKnocks.unknownTool')}</span>`;
  return html`<bdi dir="ltr">${cut(harmless(name), 60)}</bdi> <span class="dim">${locale.t(`sure.${level}`)}</span>`;
}

export const distinct = (
  locale: Locale,
  { count, exact }: Distinct,
  exactly: MessageKey,
  about: MessageKey,
): string => locale.t(exact ? exactly : about, { count });

/** The service that is registered for a port; null where none is. */
function serviceOf({ registry }: PageContext, port: number, transport: ProbeProtocol): string | null {
  if (!isTransport(transport)) return null;
  return registry.lookup(port, transport).find(({ status }) => status === 'assigned')?.service ?? null;
}

/** The number, linked, with what the registry calls it beside it. */
export function namedPort(context: PageContext, port: number, transport: ProbeProtocol): Html {
  const name = serviceOf(context, port, transport);
  const link = portLink(context, port, isTransport(transport) && transport !== 'tcp' ? transport : null);
  return name === null ? link : html`${link} <span class="name">${ltr(name)}</span>`;
}

/** The busiest ports by name, and how many more. */
export function portList(
  context: PageContext,
  ports: Distinct & { readonly top: readonly PortCount[] },
  transport: ProbeProtocol,
  most: number,
): Html {
  const { locale } = context;
  if (!isTransport(transport) || ports.count === 0) return ltr(transport);
  const top = ports.top.slice(0, most);
  const rest = ports.count - top.length;
  const list = top.map(
    ({ port }, index) => html`${index === 0 ? nothing : ', '}${namedPort(context, port, transport)}`,
  );
  if (rest <= 0) return html`${list}`;
  return html`${list} <span class="dim">${ports.exact ? '' : '≈ '}${locale.t('knocks.andMore', { count: rest })}</span>`;
}

export const sourceLink = ({ links }: PageContext, address: string): Html =>
  html`<a href="${links.page(`/sources/${encodeURIComponent(address)}`)}">${ltr(harmless(address))}</a>`;
