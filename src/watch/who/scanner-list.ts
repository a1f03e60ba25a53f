import { addressWords } from './address-words.ts';
import { prefixKey, prefixOf } from './cidr.ts';
import { listLine } from './list-line.ts';
import { readWhole, shortName } from './whole-file.ts';

/** A list of known scanners, as its file gives them. */
export interface ScannerList {
  readonly path: string;
  readonly entries: number;
  /** Lines that were left out, and the number of the first from 1; null where there are none. */
  readonly bad: { readonly lines: number; readonly firstAt: number } | null;
  /** What the list calls an address, by the narrowest network it lies in; null where it is not listed. */
  find(address: string): string | null;
}

const mostBytes = 64 * 1024 * 1024;
const mostEntries = 2_000_000;

/** @throws ReeveError `FILE_UNREADABLE` */
export async function loadScannerList(path: string): Promise<ScannerList> {
  const bytes = await readWhole(path, 'the list of scanners', mostBytes);
  return parseScannerList(bytes.toString('utf8'), path);
}

export function parseScannerList(text: string, path: string): ScannerList {
  const table = new PrefixTable();
  const noName = shortName(path);
  let number = 0;
  let bad = 0;
  let firstBad = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const entry = listLine(line);
    if (entry === undefined) continue;
    if (entry !== null && table.size < mostEntries) {
      table.add(entry.cidr.words, entry.cidr.bits, entry.name ?? noName);
      continue;
    }
    bad += 1;
    if (bad === 1) firstBad = number;
  }
  return {
    path,
    entries: table.size,
    bad: bad === 0 ? null : { lines: bad, firstAt: firstBad },
    find: (address) => table.find(address),
  };
}

/** One line at a time: a list of a million lines is not held twice. */
function* linesOf(text: string): Generator<string> {
  let from = text.startsWith('\ufeff') ? 1 : 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    yield text.slice(from, end === -1 ? text.length : end);
    from = end === -1 ? text.length : end + 1;
  }
}

/** Names by network: a map for each prefix length that occurs, asked from the longest to the shortest. */
class PrefixTable {
  size = 0;
  readonly #v4 = new Map<number, Map<number, string>>();
  readonly #v6 = new Map<number, Map<string, string>>();
  #lengths: { v4: readonly number[]; v6: readonly number[] } | null = null;

  /** The first name that a network was given stays. */
  add(words: readonly number[], bits: number, name: string): void {
    this.#lengths = null;
    const fresh =
      words.length === 1
        ? addTo(this.#v4, bits, words[0] ?? 0, name)
        : addTo(this.#v6, bits, prefixKey(words, bits), name);
    if (fresh) this.size += 1;
  }

  find(address: string): string | null {
    const words = addressWords(address);
    if (words === null) return null;
    this.#lengths ??= { v4: descending(this.#v4.keys()), v6: descending(this.#v6.keys()) };
    if (words.length === 1) {
      for (const bits of this.#lengths.v4) {
        const name = this.#v4.get(bits)?.get(prefixOf(words, bits)[0] ?? 0);
        if (name !== undefined) return name;
      }
      return null;
    }
    for (const bits of this.#lengths.v6) {
      const name = this.#v6.get(bits)?.get(prefixKey(words, bits));
      if (name !== undefined) return name;
    }
    return null;
  }
}

function addTo<K>(tables: Map<number, Map<K, string>>, bits: number, key: K, name: string): boolean {
  const table = tables.get(bits) ?? new Map<K, string>();
  tables.set(bits, table);
  if (table.has(key)) return false;
  table.set(key, name);
  return true;
}

const descending = (values: Iterable<number>): readonly number[] => Array.from(values).sort((a, b) => b - a);
