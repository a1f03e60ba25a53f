import { type Cidr, parseCidr } from './cidr.ts';

export interface ListEntry {
  readonly cidr: Cidr;
  /** Null where the line names nobody. */
  readonly name: string | null;
}

const longestLine = 4096;
const longestName = 200;

/**
 * One line of a list of known scanners: `192.0.2.1  # name` (so are maltrail's lists), `192.0.2.0/24,name` or with
 * `;` or a tab, quotes allowed. Undefined for a line without an entry, null for one that makes no sense.
 */
export function listLine(line: string): ListEntry | null | undefined {
  if (line.length > longestLine) return null;
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith('//')) return undefined;
  const hash = text.indexOf('#');
  const comment = hash === -1 ? '' : text.slice(hash + 1).trim();
  const [address = '', ...rest] = fieldsOf((hash === -1 ? text : text.slice(0, hash)).trim());
  const cidr = parseCidr(address);
  if (cidr === null) return isHeader(address, rest) ? undefined : null;
  const name = (rest.find((field) => field !== '') ?? comment).slice(0, longestName);
  return { cidr, name: name === '' ? null : name };
}

/** Fields between commas, semicolons or tabs; an address followed by blanks and words is two fields. */
function fieldsOf(text: string): readonly string[] {
  const fields = text.split(/[,;\t]/).map(unquoted);
  const [first = ''] = fields;
  const blank = first.search(/\s/);
  return blank === -1 ? fields : [first.slice(0, blank), first.slice(blank).trim(), ...fields.slice(1)];
}

const unquoted = (field: string): string =>
  field
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('""', '"')
    .trim();

/** The first line of a CSV may name its columns. */
const isHeader = (first: string, rest: readonly string[]): boolean =>
  rest.length > 0 && /^(ip|ip_?address|address|network|cidr|prefix|source)$/i.test(first);
