import type { SeenCount } from '../../../core/visibility.ts';
import type { ReceiveBuffer } from '../../../sys/netlink.ts';
import { HomeNamespace } from '../../../sys/netns.ts';
import type { ListedSocket } from '../../listener.ts';
import type { FoundNamespace, NamespaceSurvey } from './namespaces.ts';
import { NetlinkSource, openNetlinkSource } from './netlink-source.ts';
import { type Passage, readOther } from './other-namespace.ts';
import { packetTableNames, tableNames } from './proc-tables.ts';
import { inetProtocols } from './protocols.ts';
import type { SocketQuery, SocketSource } from './source.ts';
import { openTables } from './tables.ts';

export interface OtherSockets {
  readonly sockets: readonly ListedSocket[];
  /** With the own namespace. */
  readonly namespaces: SeenCount;
  readonly notes: readonly string[];
}

/** Reads every other namespace once, in the way that `own` shows to work here. */
export function readOthers(
  survey: NamespaceSurvey,
  query: SocketQuery,
  own: SocketSource,
  buffer: ReceiveBuffer,
): OtherSockets {
  const home = own instanceof NetlinkSource && survey.others.length > 0 ? HomeNamespace.open() : null;
  const passage: Passage | null =
    home?.ok === true && own instanceof NetlinkSource
      ? {
          home: home.value,
          enter: () => openNetlinkSource(() => openTables(neededTables(own, query)), buffer),
        }
      : null;
  try {
    return readEach(survey, query, passage);
  } finally {
    passage?.home.close();
  }
}

function readEach(survey: NamespaceSurvey, query: SocketQuery, passage: Passage | null): OtherSockets {
  const sockets: ListedSocket[] = [];
  const notes = new Set<string>();
  const unread: string[] = [];
  let fromTables = 0;
  for (const found of survey.others) {
    const netns = { inode: found.inode, name: found.name, own: false };
    const answer = readOther(found, passage, { ...query, netns });
    if (!answer.ok) {
      unread.push(`${titleOf(found)}: ${answer.error}`);
      continue;
    }
    if (answer.value.method === 'proc') fromTables++;
    for (const one of answer.value.sockets) sockets.push(one);
    for (const note of answer.value.notes) notes.add(note);
  }
  for (const note of notesOn(survey, unread, fromTables)) notes.add(note);
  return { sockets, namespaces: count(survey, unread.length), notes: [...notes] };
}

/** The tables that a source in another namespace may need: those that the own namespace's source needed. */
export function neededTables({ fromTables }: NetlinkSource, { kinds, port }: SocketQuery): readonly string[] {
  const names = inetProtocols
    .filter(
      ({ kind, number }) => fromTables.has(number) || (kind === 'raw' && kinds.has('raw') && port === null),
    )
    .flatMap(tableNames);
  return fromTables.has('packet') ? [...names, ...packetTableNames] : names;
}

const titleOf = ({ name, inode }: FoundNamespace): string =>
  name === null ? String(inode) : `${name} (${inode})`;

/** How many could be read; how many could not is unknown where processes do not show theirs, or in doubt. */
function count(survey: NamespaceSurvey, unread: number): SeenCount {
  const known = survey.unreadable === 0 && !survey.hidesProcesses && !inDoubt(survey, unread);
  return { seen: 1 + survey.others.length - unread, hidden: known ? unread : null };
}

/** A name that could not be entered may stand for one of those that were read by the number of their tables. */
const inDoubt = ({ others }: NamespaceSurvey, unread: number): boolean =>
  unread > 0 && others.some(({ numberHidden }) => numberHidden);

function notesOn(survey: NamespaceSurvey, unread: readonly string[], fromTables: number): readonly string[] {
  const { others, unreadable, hidesProcesses } = survey;
  const notes: string[] = [];
  if (fromTables > 0) {
    notes.push(
      `${fromTables} of ${others.length} other network namespaces could only be read from /proc, which tells less; with CAP_SYS_ADMIN the kernel could be asked`,
    );
  }
  if (unread.length > 0) {
    const doubt = inDoubt(survey, unread.length) ? ' (they may be among those whose number is hidden)' : '';
    notes.push(
      `Other network namespaces could not be read, their sockets are missing${doubt}: ${unread.join('; ')}`,
    );
  }
  if (unreadable > 0) {
    notes.push(
      `The network namespace of ${unreadable} processes could not be told; sockets of any other are missing`,
    );
  }
  if (hidesProcesses) {
    notes.push(
      "/proc hides other users' processes (hidepid), and with them the network namespaces they are in",
    );
  }
  return notes;
}
