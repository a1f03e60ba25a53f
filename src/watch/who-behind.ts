import type { Who } from '../core/who.ts';
import { AbuseContacts, loadScannerList, openMmdb, resolveName, whoIs } from './who/index.ts';

export interface WhoQuestions {
  /** Files with known scanners. */
  readonly lists: readonly string[];
  /** Files in the MMDB format. */
  readonly databases: readonly string[];
  /** Addresses to ask DNS about at the most. */
  readonly resolve: number;
  /** Addresses to ask RDAP about at the most. */
  readonly rdap: number;
}

/** Questions that are on their way at once. */
const atOnce = 8;

/**
 * Who is behind each of these addresses; others are answered from the files alone.
 * @throws ReeveError `FILE_UNREADABLE`
 */
export async function whoBehind(
  addresses: readonly string[],
  { lists, databases, resolve, rdap }: WhoQuestions,
): Promise<(address: string) => Who> {
  const files = {
    lists: await Promise.all(lists.map(loadScannerList)),
    databases: await Promise.all(databases.map(openMmdb)),
  };
  const contacts = new AbuseContacts();
  const known = new Map<string, Who>();
  const ask = async (address: string, index: number): Promise<void> => {
    const named = index < resolve ? await resolveName(address) : null;
    const found = index < rdap ? await contacts.find(address) : null;
    known.set(address, {
      ...whoIs(address, files),
      name: named?.name ?? null,
      nameConfirmed: named?.confirmed ?? null,
      abuse: found?.ok === true ? found.value : null,
    });
  };
  for (let from = 0; from < Math.max(resolve, rdap) && from < addresses.length; from += atOnce) {
    const some = addresses.slice(from, from + atOnce);
    await Promise.all(some.map((address, index) => ask(address, from + index)));
  }
  return (address) => known.get(address) ?? whoIs(address, files);
}
