import { type Place, placeOf } from '../asked/place.ts';

/** A TCP or UDP socket of `netstat -anvl`. */
export interface NetstatRow {
  readonly kind: 'tcp' | 'udp';
  readonly version: '4' | '6' | '46';
  readonly local: Place;
  readonly foreign: Place;
  /** `LISTEN`, `ESTABLISHED`, …; null for UDP. */
  readonly state: string | null;
  /** The process that last used the socket, which need not be its only holder; null where the column is absent. */
  readonly pid: number | null;
  /** Its name, cut to 16 characters (macOS 26 and later); null before. */
  readonly process: string | null;
  /** The socket's generation count: its identity on this boot (macOS 13 and later); null before. */
  readonly generation: number | null;
  /** The local address as written where it is of IPv6 and fills its column, so that its end may be missing. */
  readonly perhapsCut: string | null;
}

export interface NetstatTable {
  readonly rows: readonly NetstatRow[];
  /** Lines of TCP and UDP sockets that could not be read. */
  readonly skipped: number;
  /** A table's heading was there: without one, no rows does not mean no sockets. */
  readonly recognised: boolean;
}

/** Columns without -l: netstat.tproj/inet.c of Apple's network_cmds, `%-22.22s`. */
const narrowColumn = 22;

/**
 * Reads the Internet tables of macOS's netstat. Its columns differ between releases (rhiwat; rxbytes since 15;
 * `process:pid` for `pid` since 26) and the heading's widths are not the rows', so words are counted by the heading:
 * from the left up to the pid, from the right behind it, since a process name may hold spaces.
 */
export function parseNetstat(text: string): NetstatTable {
  const rows: NetstatRow[] = [];
  let skipped = 0;
  let columns: readonly string[] | null = null;
  for (const line of text.split('\n')) {
    if (/^\s*Proto\s/.test(line)) columns = headingColumns(line);
    if (!/^(?:tcp|udp)/.test(line)) continue;
    const row = parseRow(line.trim().split(/\s+/), columns ?? []);
    if (row === null) skipped++;
    else rows.push(row);
  }
  return { rows, skipped, recognised: columns !== null };
}

/** The names of the columns behind the state. */
function headingColumns(line: string): readonly string[] {
  const words = line.trim().split(/\s+/);
  const state = words.findIndex((word) => /^\(state\)$/i.test(word));
  return state === -1 ? [] : words.slice(state + 1);
}

function parseRow(words: readonly string[], columns: readonly string[]): NetstatRow | null {
  const [name = '', , , localText = '', foreignText = ''] = words;
  const protocol = /^(tcp|udp)(4|6|46)$/.exec(name);
  const local = parseDotPlace(localText);
  const foreign = parseDotPlace(foreignText);
  if (protocol === null || local === null || foreign === null) return null;
  const kind = protocol[1] === 'tcp' ? 'tcp' : 'udp';
  const state = kind === 'tcp' ? (words[5] ?? null) : null;
  if (kind === 'tcp' && state === null) return null;
  return {
    kind,
    version: protocol[2] === '46' ? '46' : protocol[2] === '6' ? '6' : '4',
    local,
    foreign,
    state,
    ...detailsOf(words.slice(kind === 'tcp' ? 6 : 5), columns),
    perhapsCut: local.family === 6 && localText.length === narrowColumn ? hostOf(localText) : null,
  };
}

type Details = Pick<NetstatRow, 'pid' | 'process' | 'generation'>;

function detailsOf(words: readonly string[], columns: readonly string[]): Details {
  const at = columns.findIndex((column) => column === 'pid' || column === 'process:pid');
  const behind = columns.length - at - 1;
  if (at === -1 || words.length < columns.length) return { pid: null, process: null, generation: null };
  const owner = /^(?:(.*):)?(\d{1,10})$/.exec(words.slice(at, words.length - behind).join(' '));
  const named = columns[at] === 'process:pid';
  const generation = columns.indexOf('gencnt');
  return {
    pid: owner === null ? null : Number(owner[2]),
    process: named ? (owner?.[1] ?? null) : null,
    generation: generation === -1 ? null : hexNumber(words[words.length - columns.length + generation]),
  };
}

function hexNumber(text: string | undefined): number | null {
  const value = text !== undefined && /^[0-9a-f]{1,16}$/i.test(text) ? Number.parseInt(text, 16) : 0;
  return value > 0 && Number.isSafeInteger(value) ? value : null;
}

const hostOf = (text: string): string => text.slice(0, text.lastIndexOf('.'));

/**
 * Reads `*.22`, `127.0.0.1.631`, `fe80::1%lo0.123`, `*.*`: the port stands behind the last dot. Of an IPv6 address cut
 * to its column (`2600:1700:5610:3.443`, `fe80::4479:65ff:.123`) the groups that are there are kept.
 */
export function parseDotPlace(text: string): Place | null {
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const [host, port] = [text.slice(0, dot), text.slice(dot + 1)];
  const place = placeOf(host, port);
  if (place !== null || !host.includes(':')) return place;
  const kept = host.replace(/:$/, '');
  return kept === '' ? null : (placeOf(kept, port) ?? placeOf(`${kept}::`, port));
}
