import { isReeveError } from '../../../core/errors.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { HomeNamespace } from '../../../sys/netns.ts';
import { type FoundNamespace, livesIn, namedFolder } from './namespaces.ts';
import { procSource } from './proc-source.ts';
import type { SocketQuery, SocketSource, SourceAnswer } from './source.ts';
import { tablesBelow } from './tables.ts';

/** How to look into other namespaces: `enter` opens a source while this thread is in one. */
export interface Passage {
  readonly home: HomeNamespace;
  readonly enter: () => SocketSource;
}

export interface OtherAnswer extends SourceAnswer {
  readonly method: 'netlink' | 'proc';
}

/** The sockets of another namespace: by going there if there is a passage, else from its processes' tables. */
export function readOther(
  found: FoundNamespace,
  passage: Passage | null,
  query: SocketQuery,
): Result<OtherAnswer> {
  const entered =
    passage === null || found.numberHidden ? err('not entered') : byEntering(found, passage, query);
  if (entered.ok) return entered;
  const read = byTables(found, query);
  if (read.ok || found.pids.length > 0) return read;
  return passage === null ? err('no process in it is known, and entering it needs CAP_SYS_ADMIN') : entered;
}

function byEntering(
  found: FoundNamespace,
  { home, enter }: Passage,
  query: SocketQuery,
): Result<OtherAnswer> {
  const doors = found.pids.map((pid) => `/proc/${pid}/ns/net`);
  if (found.name !== null) doors.unshift(`${namedFolder}/${found.name}`);
  let last: Result<never> = err('its processes ended');
  for (const door of doors) {
    const source = visit(home, door, found.inode, enter);
    if (!source.ok) last = source;
    else return ok(listAndClose(source.value, query));
  }
  return last;
}

function visit(
  home: HomeNamespace,
  door: string,
  inode: number,
  enter: () => SocketSource,
): Result<SocketSource> {
  try {
    return home.visit(door, inode, enter);
  } catch (error) {
    // Out of descriptors, say: what the tables tell is still to be had. Being lost elsewhere is not.
    if (isReeveError(error) && error.code !== 'INTERNAL') return err(error.explanation.found);
    throw error;
  }
}

function listAndClose(source: SocketSource, query: SocketQuery): OtherAnswer {
  try {
    return { ...source.list(query), method: 'netlink' };
  } finally {
    source.close();
  }
}

/** A process may end, and its number go to another one, while its tables are read: then they are not believed. */
function byTables(found: FoundNamespace, query: SocketQuery): Result<OtherAnswer> {
  for (const pid of found.pids) {
    if (!livesIn(pid, found)) continue;
    const answer = procSource(tablesBelow(`/proc/${pid}/net`)).list(query);
    if (livesIn(pid, found)) return ok({ ...answer, method: 'proc' });
  }
  return err('its processes ended or do not show their tables');
}
