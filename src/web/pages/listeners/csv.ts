import { bindOf, holderOf } from '../../../contract/listener-words.ts';
import { harmless } from '../../../core/text.ts';
import type { KnownListener } from '../../view.ts';
import { sinceOf } from './order.ts';

const head = 'port,protocol,address,exposure,holder,user,unit,container,pids,since,verdict,reasons';

/** The table as comma-separated values (RFC 4180), in English and without command lines. */
export const listenersCsv = (all: readonly KnownListener[]): string =>
  `${[head, ...all.map((known) => cells(known).map(quoted).join(','))].join('\r\n')}\r\n`;

function cells(known: KnownListener): readonly string[] {
  const { listener, verdict } = known;
  const since = sinceOf(known);
  return [
    listener.port === null ? '' : String(listener.port),
    listener.kind,
    bindOf(listener),
    listener.exposure,
    holderOf(listener),
    listener.user ?? String(listener.uid),
    listener.unit?.name ?? '',
    listener.container?.name ?? listener.container?.id ?? '',
    [...new Set(listener.owners.map(({ pid }) => pid))].join(' '),
    since === null ? '' : new Date(since / 1000).toISOString(),
    verdict.level,
    verdict.because.map(({ text }) => text).join(' '),
  ];
}

/** What begins like a formula is foreign text that a spreadsheet would carry out: it gets an apostrophe. */
function quoted(text: string): string {
  const plain = harmless(text);
  const still = /^[=+\-@\t]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(still) ? `"${still.replaceAll('"', '""')}"` : still;
}
