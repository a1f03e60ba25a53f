import { Reader } from 'mmdb-lib';
import { formatIPv4, withoutZone } from '../../core/address.ts';
import { fail, isReeveError } from '../../core/errors.ts';
import { addressWords } from './address-words.ts';
import { readWhole } from './whole-file.ts';

/** Where an address is, as a database says; each null where it does not. */
export interface Place {
  readonly country: string | null;
  readonly asn: number | null;
  readonly organisation: string | null;
}

/** A database of countries or networks in the MMDB format (https://maxmind.github.io/MaxMind-DB/). */
export interface Mmdb {
  readonly path: string;
  /** `GeoLite2-Country`, `dbip-asn-lite`: as the file calls itself. */
  readonly type: string;
  /** When it was built, microseconds since 1970 UTC; null where it does not say. */
  readonly built: number | null;
  /** All unknown where it has nothing on the address, or the entry is damaged. */
  find(address: string): Place;
}

export const unknownPlace: Place = { country: null, asn: null, organisation: null };

/** Node reads files of up to 2 GiB at once; the largest free database has 130 MB. */
const mostBytes = 1024 * 1024 * 1024;

/** References within one entry: the largest real ones have a hundred. A damaged file may point in circles. */
const mostReferences = 2000;

/** @throws ReeveError `FILE_UNREADABLE` where the file cannot be read, is no MMDB or is damaged */
export async function openMmdb(path: string): Promise<Mmdb> {
  return parseMmdb(await readWhole(path, 'the address database', mostBytes), path);
}

/** @throws ReeveError `FILE_UNREADABLE` */
export function parseMmdb(bytes: Buffer, path: string): Mmdb {
  const steps = new StepLimit();
  const reader = openReader(bytes, path, steps);
  const { databaseType, buildEpoch, ipVersion } = reader.metadata as Metadata;
  const built = buildEpoch instanceof Date ? buildEpoch.getTime() * 1000 : Number.NaN;
  return {
    path,
    type: textOf(databaseType) ?? 'unknown',
    built: Number.isFinite(built) ? built : null,
    find(address) {
      // Only a plain address may reach the reader's own parser; a tree of IPv4 has no place for IPv6.
      const words = addressWords(address);
      if (words === null || (words.length === 4 && ipVersion === 4)) return unknownPlace;
      const [word = 0] = words;
      const octets = [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
      steps.begin();
      try {
        return placeOf(reader.get(words.length === 1 ? formatIPv4(octets) : withoutZone(address)));
      } catch {
        // The entry is damaged; another may be whole.
        return unknownPlace;
      }
    },
  };
}

/** As the file says, whatever that is. */
interface Metadata {
  readonly databaseType: unknown;
  readonly buildEpoch: unknown;
  readonly ipVersion: unknown;
}

function openReader(bytes: Buffer, path: string, steps: StepLimit): Reader<never> {
  const asked = `the address database ${path}`;
  const todo = 'Fetch it again, whole: an MMDB file of countries or networks (ASN)';
  try {
    const reader = new Reader<never>(bytes, { cache: steps });
    const { nodeCount, searchTreeSize, ipVersion } = reader.metadata;
    const fits = Number.isInteger(nodeCount) && nodeCount > 0 && searchTreeSize + 16 <= bytes.length;
    if (!fits || (ipVersion !== 4 && ipVersion !== 6)) {
      throw fail('FILE_UNREADABLE', { asked, found: 'it is damaged: its tree does not lie within it', todo });
    }
    return reader;
  } catch (error) {
    if (isReeveError(error)) throw error;
    throw fail('FILE_UNREADABLE', { asked, found: 'it is damaged, or no MMDB file', todo }, error);
  }
}

/** Counts the reader's references through the cache that it asks for each; nothing is kept. */
class StepLimit {
  #left = mostReferences;

  begin(): void {
    this.#left = mostReferences;
  }

  get(): undefined {
    this.#left -= 1;
    if (this.#left < 0) throw new RangeError('too many references');
  }

  set(): void {
    // What is not kept needs no room.
  }
}

/** The fields' names of GeoLite2/GeoIP2 and DB-IP (nested), and of IPinfo and IP2Location (flat). */
function placeOf(record: unknown): Place {
  const country =
    codeOf(at(record, 'country', 'iso_code')) ??
    codeOf(at(record, 'country_code')) ??
    codeOf(at(record, 'country')) ??
    codeOf(at(record, 'registered_country', 'iso_code'));
  const asn =
    at(record, 'autonomous_system_number') ??
    at(record, 'asn') ??
    at(record, 'traits', 'autonomous_system_number');
  const organisation =
    textOf(at(record, 'autonomous_system_organization')) ??
    textOf(at(record, 'as_name')) ??
    textOf(at(record, 'as_organization')) ??
    textOf(at(record, 'organization')) ??
    textOf(at(record, 'traits', 'autonomous_system_organization'));
  return { country, asn: numberOf(asn), organisation };
}

/** What lies at a path of names; undefined where anything on it is missing. */
function at(record: unknown, ...path: readonly string[]): unknown {
  let value = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

const codeOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Za-z]{2}$/.test(value) ? value.toUpperCase() : null;

const textOf = (value: unknown): string | null => {
  const text = typeof value === 'string' ? value.trim().slice(0, 200) : '';
  return text === '' ? null : text;
};

/** `13335` or `AS13335`. */
function numberOf(value: unknown): number | null {
  const number =
    typeof value === 'string'
      ? Number(/^(?:AS)?(\d{1,10})$/i.exec(value)?.[1] ?? Number.NaN)
      : Number(value ?? Number.NaN);
  return Number.isInteger(number) && number > 0 && number <= 0xffffffff ? number : null;
}
