import { groupsOfIPv6 } from '../asked/ipv6.ts';
import { parseColonPlace, type Place, placeOf } from '../asked/place.ts';

/** A process as lsof names it. */
interface LsofProcess {
  readonly pid: number;
  readonly ppid: number | null;
  readonly uid: number | null;
  readonly user: string | null;
  readonly comm: string;
}

/** A TCP or UDP socket that a process has open. */
export interface LsofSocket {
  readonly process: LsofProcess;
  readonly fd: number;
  readonly kind: 'tcp' | 'udp';
  readonly family: 4 | 6;
  readonly local: Place;
  readonly foreign: Place | null;
  /** The kernel's address of the socket (`d`): the same for all who hold it; null where hidden. */
  readonly socket: string | null;
}

export interface LsofList {
  readonly sockets: readonly LsofSocket[];
  /** Files with a port that could not be read. */
  readonly skipped: number;
}

type Fields = Map<string, string>;

interface FileSet {
  readonly process: Fields;
  readonly file: Fields;
}

/** Splits field output (lsof(8), OUTPUT FOR OTHER PROGRAMS): `p` begins a process, `f` one of its files. */
function* fileSets(text: string): Generator<FileSet> {
  let process: Fields = new Map();
  let file: Fields | null = null;
  for (const line of text.split('\n')) {
    const id = line.slice(0, 1);
    const value = line.slice(1);
    if ((id === 'p' || id === 'f') && file !== null) yield { process, file };
    if (id === 'p') [process, file] = [new Map([['p', value]]), null];
    else if (id === 'f') file = new Map([['f', value]]);
    else if (id !== '') setField(file ?? process, id, value);
  }
  if (file !== null) yield { process, file };
}

/** `T` comes several times (`TST=LISTEN`, `TQR=0`): its key is `TST`, … */
function setField(fields: Fields, id: string, value: string): void {
  const equals = id === 'T' ? value.indexOf('=') : -1;
  if (equals === -1) fields.set(id, value);
  else fields.set(`T${value.slice(0, equals)}`, value.slice(equals + 1));
}

/** Reads `lsof -nP -iTCP -sTCP:LISTEN -iUDP -F pcuLRfPtdnT`. */
export function parseLsof(text: string): LsofList {
  const sockets: LsofSocket[] = [];
  let skipped = 0;
  for (const { process, file } of fileSets(text)) {
    const kind = kindOf(file.get('P'));
    if (kind === null || (file.get('TST') ?? 'LISTEN') !== 'LISTEN') continue;
    const socket = socketOf(kind, process, file);
    if (socket === null) skipped++;
    else sockets.push(socket);
  }
  return { sockets, skipped };
}

/** Working directories by pid, of `lsof -a -d cwd -p … -F pfn`. */
export function parseFolders(text: string): ReadonlyMap<number, string> {
  const folders = new Map<number, string>();
  for (const { process, file } of fileSets(text)) {
    const pid = wholeNumber(process.get('p'));
    const path = file.get('n') ?? '';
    if (pid !== null && file.get('f') === 'cwd' && path.startsWith('/')) folders.set(pid, path);
  }
  return folders;
}

const kindOf = (protocol: string | undefined): 'tcp' | 'udp' | null =>
  protocol === 'TCP' ? 'tcp' : protocol === 'UDP' ? 'udp' : null;

const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;

function socketOf(kind: 'tcp' | 'udp', process: Fields, file: Fields): LsofSocket | null {
  const pid = wholeNumber(process.get('p'));
  const fd = wholeNumber(file.get('f'));
  const [localText = '', foreignText] = (file.get('n') ?? '').split('->', 2);
  const local = placeIn(localText);
  const foreign = foreignText === undefined ? null : placeIn(foreignText);
  if (pid === null || fd === null || local === null) return null;
  return {
    process: {
      pid,
      ppid: wholeNumber(process.get('R')),
      uid: wholeNumber(process.get('u')),
      user: process.get('L') ?? null,
      comm: process.get('c') ?? '',
    },
    fd,
    kind,
    family: local.family ?? (file.get('t') === 'IPv6' ? 6 : 4),
    local,
    foreign,
    socket: /^0x[0-9a-f]+$/i.test(file.get('d') ?? '') ? (file.get('d') ?? null) : null,
  };
}

/** The kernel keeps the interface of a link-local address in its second group (`fe80:4::1`), and lsof shows it. */
function placeIn(text: string): Place | null {
  const place = parseColonPlace(text);
  const groups = place?.family === 6 ? groupsOfIPv6(place.address ?? '') : null;
  if (place === null || groups === null) return place;
  const [first = 0, second = 0, ...rest] = groups;
  if ((first & 0xffc0) !== 0xfe80 || second === 0) return place;
  const plain = [first, 0, ...rest].map((group) => group.toString(16)).join(':');
  return placeOf(plain, place.port === null ? '*' : String(place.port));
}
