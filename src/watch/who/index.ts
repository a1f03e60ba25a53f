import type { Who } from '../../core/who.ts';
import type { Mmdb } from './mmdb.ts';
import { rangeOf } from './range.ts';
import type { ScannerList } from './scanner-list.ts';

export { openMmdb } from './mmdb.ts';
export { resolveName } from './name.ts';
export { AbuseContacts } from './rdap.ts';
export { loadScannerList } from './scanner-list.ts';

export interface WhoSources {
  readonly lists?: readonly ScannerList[] | undefined;
  readonly databases?: readonly Mmdb[] | undefined;
}

/**
 * What is known of an address without asking anybody: its range, what the lists call it, what the databases say; the
 * first that knows a field gives it. Name and abuse contact are only known where somebody asked (`resolveName`,
 * `AbuseContacts`).
 */
export function whoIs(address: string, { lists = [], databases = [] }: WhoSources = {}): Who {
  const places = databases.map((database) => database.find(address));
  const asn = places.find(({ asn }) => asn !== null);
  return {
    range: rangeOf(address),
    list: lists.map((list) => list.find(address)).find((name) => name !== null) ?? null,
    country: places.find(({ country }) => country !== null)?.country ?? null,
    asn: asn?.asn ?? null,
    // The organisation belongs to the number: that of another database may be somebody else's.
    organisation: (asn ?? places.find(({ organisation }) => organisation !== null))?.organisation ?? null,
    name: null,
    nameConfirmed: null,
    abuse: null,
  };
}
