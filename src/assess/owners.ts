import type { Listener, Owner } from '../inspect/listener.ts';
import { baseName } from './place.ts';

/** The service manager: it opens sockets on behalf of units. */
const isInit = ({ pid }: Owner): boolean => pid === 1;

/** What a holder runs, in one text: equal for workers of one program, and after a restart. */
const programText = ({ exe, comm, runs }: Owner): string =>
  `${exe?.replace(/ \(deleted\)$/, '') ?? comm}${runs ? ` ${runs}` : ''}`;

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * The holder that a listener is named after: not systemd where it only opened the socket, not a child that merely
 * inherited the descriptor. Which one it is does not depend on process ids, so that a restart changes nothing.
 */
export function mainOwner(owners: readonly Owner[]): Owner | null {
  const working = owners.filter((owner) => !isInit(owner));
  const among = working.length > 0 ? working : owners;
  const pids = new Set(among.map(({ pid }) => pid));
  const elders = among.filter(({ ancestry }) => !ancestry.some(({ pid }) => pids.has(pid)));
  const best = (elders.length > 0 ? elders : among).toSorted(
    (a, b) => byText(programText(a), programText(b)) || byText(kindOf(a), kindOf(b)),
  );
  return best[0] ?? null;
}

/** What tells kinds of holders apart: name, file, user, first word of the command; no pid. */
const kindOf = ({ comm, exe, exeDeleted, uid, runs, cmdline, tty }: Owner): string =>
  JSON.stringify([comm, exe, exeDeleted, uid, runs, cmdline?.[0], tty]);

/** One holder of each kind, in an order that no pid decides: workers of one program are one. */
export function oneOfEach(owners: readonly Owner[]): readonly Owner[] {
  const kinds = new Map<string, Owner>();
  for (const owner of owners) if (!kinds.has(kindOf(owner))) kinds.set(kindOf(owner), owner);
  return [...kinds].toSorted(([a], [b]) => byText(a, b)).map(([, owner]) => owner);
}

/**
 * Holders that share the port by SO_REUSEPORT and are another program than the rest: not the service manager, not a
 * relative of the others, not another copy of their program (such as the new one during a reload).
 */
export function outsidersOf({ group, owners, kind }: Listener): readonly Owner[] {
  if (group.reuseport < 2 || group.outsiders.length === 0 || kind === 'udp') return [];
  const named = new Set(group.outsiders);
  const insiders = owners.filter(({ pid }) => !named.has(pid));
  if (insiders.length === 0) return [];
  const family = new Set(insiders.flatMap(({ pid, ancestry }) => [pid, ...ancestry.map((one) => one.pid)]));
  const files = new Set(insiders.map(fileName));
  return owners.filter(
    (owner) =>
      named.has(owner.pid) &&
      !isInit(owner) &&
      !family.has(owner.pid) &&
      !files.has(fileName(owner)) &&
      !owner.ancestry.some(({ pid }) => pid !== 1 && insiders.some((one) => one.pid === pid)),
  );
}

const fileName = ({ exe, comm }: Owner): string => baseName(exe ?? comm).replace(/ \(deleted\)$/, '');
