import type { Findings } from '../watch/index.ts';
import { rangeOf, whoBehind } from '../watch/index.ts';
import { type Who, whoByRange } from '../core/who.ts';

export interface WhoSettings {
  readonly list: string | null;
  readonly mmdb: readonly string[];
  readonly resolve: boolean;
  readonly rdap: boolean;
  /** As many sources as are listed are asked about. */
  readonly limit: number;
}

/** Who may be behind an address. */
export type Knowing = (address: string) => Who;

/** Questions over the network at the most: each takes a moment and tells somebody that we ask. */
const mostAsked = 100;

/**
 * What is known of the sources that are listed; others are asked only where that was asked for.
 * @throws ReeveError `FILE_UNREADABLE` for a list or database that cannot be read
 */
export async function knowing({ scans }: Findings, settings: WhoSettings): Promise<Knowing> {
  const { list, mmdb, resolve, rdap, limit } = settings;
  if (list === null && mmdb.length === 0 && !resolve && !rdap) return rangeOnly;
  const sources = scans.slice(0, limit).flatMap(({ source }) => (source === null ? [] : [source]));
  return await whoBehind([...new Set(sources)], {
    lists: list === null ? [] : [list],
    databases: mmdb,
    resolve: resolve ? mostAsked : 0,
    rdap: rdap ? mostAsked : 0,
  });
}

/** What an address says by itself. */
export const rangeOnly: Knowing = (address) => whoByRange(rangeOf(address));

/** In a few words; null where nothing is known. */
export function whoWords(who: Who): string | null {
  const { range, list, country, asn, organisation, name, nameConfirmed, abuse } = who;
  const network = asn === null ? organisation : `AS${asn}${organisation === null ? '' : ` ${organisation}`}`;
  const parts = [
    range?.text ?? null,
    list === null ? null : `known scanner: ${list}`,
    name === null ? null : nameConfirmed === true ? name : `calls itself ${name}, unconfirmed`,
    network,
    country,
    abuse === null ? null : `complaints to ${abuse}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
