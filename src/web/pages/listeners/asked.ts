import { verdictLevels, type VerdictLevel } from '../../../core/verdict.ts';
import type { Exposure } from '../../../inspect/listener.ts';
import { given, oneOf } from '../address.ts';
import { type SortName, sortNames } from './order.ts';

export const exposures = [
  'public',
  'private',
  'link-local',
  'container',
  'loopback',
] as const satisfies readonly Exposure[];
export const protocols = ['tcp', 'udp', 'sctp', 'dccp', 'raw', 'packet'] as const;

/** What the address of the page asks for; anything else in it is passed over. */
export interface Asked {
  readonly text: string | null;
  readonly exposure: Exposure | null;
  readonly verdict: VerdictLevel | null;
  readonly protocol: (typeof protocols)[number] | null;
  readonly sort: SortName;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
}

export function askedOf(query: URLSearchParams): Asked {
  const sort = query.get('sort') ?? '';
  const descending = sort.startsWith('-');
  const page = Number(query.get('page') ?? '1');
  return {
    text: given(query, 'q')?.toLowerCase() ?? null,
    exposure: oneOf(query, 'exposure', exposures),
    verdict: oneOf(query, 'verdict', verdictLevels),
    protocol: oneOf(query, 'protocol', protocols),
    sort: sortNames.find((name) => name === sort.slice(descending ? 1 : 0)) ?? 'port',
    descending,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

export const isFiltered = ({ text, exposure, verdict, protocol }: Asked): boolean =>
  text !== null || exposure !== null || verdict !== null || protocol !== null;
