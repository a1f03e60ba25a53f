import type { Span } from '../../../core/range.ts';
import { type Html, html, nothing } from '../../html.ts';
import { card, dataTable, ltr, type NoteSource, type Notes } from '../../look/components.ts';
import type { PageContext } from '../../page.ts';
import { general } from '../port/sources.ts';
import { scale } from './scale.ts';

interface SystemRange extends Span {
  /** What a system calls itself is no message. */
  readonly system: string;
  readonly source: NoteSource;
}

/** From which ports systems take those of outgoing connections, unless somebody set another range. */
const defaults: readonly SystemRange[] = [
  { system: 'Linux', from: 32_768, to: 60_999, source: general.linuxRange },
  { system: 'Windows Vista, Server 2008 +', from: 49_152, to: 65_535, source: general.windowsRange },
  { system: 'Windows XP, Server 2003', from: 1025, to: 5000, source: general.windowsRange },
  {
    system: 'macOS',
    from: 49_152,
    to: 65_535,
    source: {
      title: 'Apple, XNU, bsd/netinet/in_pcb.c: ipport_firstauto and ipport_lastauto',
      url: 'https://github.com/apple-oss-distributions/xnu/blob/main/bsd/netinet/in_pcb.c',
      accessed: '2026-11-21',
    },
  },
];

/** Outgoing connections need ports, too: from where each system takes them, this machine first. */
export function outgoing(context: PageContext, notes: Notes): Html {
  const { locale } = context;
  const rows = defaults.map((one) => [
    html`<bdi lang="en">${one.system}</bdi>${notes.cite(one.source)}`,
    ltr(`${one.from}–${one.to}`),
    scale([one], 'outgoing'),
  ]);
  const table = dataTable({
    caption: locale.t('ranges.outgoingCaption'),
    captionHidden: true,
    head: [locale.t('ranges.system'), locale.t('ranges.span'), locale.t('ranges.whereToScale')],
    rows: [...here(context), ...rows],
  });
  return card(
    locale.t('ranges.outgoingTitle'),
    html`<p>${locale.t('ranges.outgoingText')}</p>${table}${hostNotes(context)}`,
    { id: 'outgoing' },
  );
}

function here({ locale, machine }: PageContext): readonly Html[][] {
  const range = machine?.listeners.host.ephemeral ?? null;
  if (machine === null || range === null) return [];
  const name = locale.rich('ranges.thisMachine', { host: html`<bdi>${machine.name}</bdi>` });
  return [[html`<strong>${name}</strong>`, ltr(`${range.from}–${range.to}`), scale([range], 'here')]];
}

function hostNotes({ locale, machine }: PageContext): Html {
  if (machine === null) return nothing;
  const { ephemeral, reserved, unprivilegedFrom } = machine.listeners.host;
  const held = reserved ?? [];
  const spans = held.map(({ from, to }) => ltr(from === to ? `${from}` : `${from}–${to}`));
  return html`${ephemeral === null ? html`<p>${locale.t('ranges.hostUnknown')}</p>` : nothing}${
    unprivilegedFrom === null
      ? nothing
      : html`<p>${locale.rich('ranges.hostPrivileged', { port: ltr(unprivilegedFrom) })}</p>`
  }${
    spans.length === 0
      ? nothing
      : html`<p>${locale.rich('ranges.hostReserved', { spans: html`${spans.map((span, index) => html`${index === 0 ? '' : ' '}${span}`)}` })}</p>`
  }`;
}
