import type { Probe } from '../../../core/probe.ts';
import { harmless } from '../../../core/text.ts';

/** A column of the packet table; the names are those of the headers, the same in every language. */
export interface Field {
  readonly head: string;
  readonly numeric?: boolean;
  /** Worked out from other fields: marked. */
  readonly related?: boolean;
  readonly cell: (probe: Probe) => string;
}

const number = (value: number | null): string => (value === null ? '' : String(value));

export const fields: readonly Field[] = [
  { head: 'FROM', cell: ({ source }) => source },
  { head: 'SPORT', numeric: true, cell: ({ sourcePort }) => number(sourcePort) },
  { head: 'TO', cell: ({ destination }) => destination },
  { head: 'PORT', numeric: true, cell: ({ destinationPort }) => number(destinationPort) },
  { head: 'KIND', cell: ({ icmp }) => (icmp === null ? '' : `${icmp.type}/${icmp.code}`) },
  { head: 'ECHO', cell: ({ echo }) => (echo === null ? '' : `${echo.id}/${echo.sequence}`) },
  { head: 'FLAGS', cell: ({ flags }) => (flags === '' ? '-' : (flags ?? '')) },
  { head: 'TTL', numeric: true, cell: ({ ttl }) => number(ttl) },
  { head: 'LEN', numeric: true, cell: ({ length }) => number(length) },
  { head: 'ID', numeric: true, cell: ({ ipId }) => number(ipId) },
  { head: 'SEQUENCE', numeric: true, cell: ({ sequence }) => number(sequence) },
  {
    head: 'ACK',
    numeric: true,
    cell: ({ acknowledgement }) => (acknowledgement === 0 ? '' : number(acknowledgement)),
  },
  { head: 'WINDOW', numeric: true, cell: ({ window }) => number(window) },
  { head: 'OPTIONS', cell: ({ options }) => options?.join(' ') ?? '' },
  { head: 'PAYLOAD', cell: ({ payload }) => (payload ?? '').slice(0, 128) },
  { head: 'COUNT', numeric: true, cell: ({ packets }) => (packets === 1 ? '' : String(packets)) },
  { head: 'FIREWALL', cell: ({ action }) => action ?? '' },
];

/** The payload's first bytes as text where most of them are letters; null for what is none. */
export function payloadText(hex: string | null): string | null {
  if (hex === null || !/^(?:[0-9a-f]{2}){4,64}$/i.test(hex)) return null;
  const text = Buffer.from(hex, 'hex').toString('latin1');
  const letters = text.replaceAll(/[^\x20-\x7e]/g, '').length;
  return letters / text.length < 0.7 ? null : harmless(text);
}
