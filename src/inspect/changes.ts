import type { Listener, Owner } from './listener.ts';

/** What happened to a listener between two looks. */
export interface ListenerChange {
  readonly kind: 'opened' | 'closed' | 'restarted' | 'replaced';
  readonly listener: Listener;
  /** What was there before, for `restarted` and `replaced`. */
  readonly before: Listener | null;
}

export interface ChangeTracker {
  /** Takes a look made at `now` (ms) and gives what changed since the last; the first look gives nothing. */
  readonly step: (listeners: readonly Listener[], now: number) => readonly ListenerChange[];
  /** Something is missing that may be closed or come back: the next step may tell of it though nothing else changes. */
  readonly unsettled: () => boolean;
}

interface Known {
  readonly listener: Listener;
  /** When it was first missed; null while it is there. */
  missedAt: number | null;
}

/**
 * Follows listeners from look to look. A restart closes and opens a port: what vanishes is only called closed
 * when it has been away for `patience` ms, so that a restart is one event and not two. Pids are no identity.
 */
export function trackChanges({ patience }: { readonly patience: number }): ChangeTracker {
  const known = new Map<string, Known>();
  let first = true;
  let missing = 0;
  return {
    unsettled: () => missing > 0,
    step(listeners, now) {
      const changes: ListenerChange[] = [];
      const present = new Set<string>();
      for (const listener of listeners) {
        const key = placeKey(listener);
        present.add(key);
        const change = first ? null : compare(known.get(key), listener);
        if (change !== null) changes.push(change);
        known.set(key, { listener, missedAt: null });
      }
      missing = known.size - present.size;
      for (const [key, one] of known) {
        if (present.has(key)) continue;
        // A clock that was set back begins the wait anew.
        one.missedAt = Math.min(one.missedAt ?? now, now);
        if (now - one.missedAt < patience) continue;
        known.delete(key);
        missing--;
        changes.push({ kind: 'closed', listener: one.listener, before: null });
      }
      first = false;
      return changes;
    },
  };
}

function compare(before: Known | undefined, listener: Listener): ListenerChange | null {
  if (before === undefined) return { kind: 'opened', listener, before: null };
  const was = before.listener;
  if (isAnother(was, listener)) return { kind: 'replaced', listener, before: was };
  const shared = listener.group.inodes.some((inode) => was.group.inodes.includes(inode));
  return shared ? null : { kind: 'restarted', listener, before: was };
}

/** Where it listens; a datagram port may have several programs, so there the program is part of the place. */
export function placeKey(listener: Listener): string {
  const { kind, family, address, port, protocol, device, netns, peer } = listener;
  const place = [kind, family, address, port, protocol, device, netns.inode, peer?.address, peer?.port];
  return JSON.stringify(kind === 'tcp' ? place : [...place, identityOf(listener)]);
}

const programOf = ({ exe, comm, runs }: Owner): string => `${exe ?? comm} ${runs ?? ''}`;

/** Where the holder is unknown on one side, as when it ended while it was looked for, nobody says that it is another. */
function isAnother(was: Listener, is: Listener): boolean {
  if ((was.owners.length === 0) !== (is.owners.length === 0)) return was.uid !== is.uid;
  return identityOf(was) !== identityOf(is);
}

/** Who listens, whatever its pids: programs, unit and container by name. */
const identityOf = ({ owners, unit, container, uid }: Listener): string =>
  JSON.stringify([
    [...new Set(owners.map(programOf))].sort(),
    unit?.name ?? null,
    container === null ? null : (container.name ?? container.id),
    owners.length === 0 ? uid : null,
  ]);
