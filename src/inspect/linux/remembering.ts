import type { ListedSocket } from '../listener.ts';
import { type OwnedSockets, ownSockets } from './owning.ts';
import { type RememberedHolder, stillHolds } from './owners/index.ts';

export interface RememberOptions {
  /** How often everything is asked anew, ms: only that finds new sharers of a known socket, and programs replaced by exec. */
  readonly wholeEvery: number;
  readonly now?: () => number;
  readonly own?: typeof ownSockets;
}

type Held = OwnedSockets['held'][number];

/**
 * Finds owners as `ownSockets` does, for who asks again and again: who held a socket a moment ago is asked by one
 * readlink whether he still does, and only sockets that are new or changed hands are looked for.
 */
export function rememberingOwners({
  wholeEvery,
  now = Date.now,
  own = ownSockets,
}: RememberOptions): (sockets: readonly ListedSocket[]) => OwnedSockets {
  let known = new Map<number, Held>();
  let last: OwnedSockets | null = null;
  let wholeAt = Number.NEGATIVE_INFINITY;
  return (sockets) => {
    if (last === null || now() - wholeAt >= wholeEvery) {
      last = own(sockets, 'list');
      wholeAt = now();
    } else {
      const standing = stillHeld(known);
      const open = sockets.filter(({ inode }) => !standing.has(inode));
      const found = open.length === 0 ? null : own(open, 'list');
      const fresh = new Map(found?.held.map((one) => [one.socket, one]));
      last = {
        ...last,
        ...(found === null ? {} : { complete: last.complete && found.complete, notes: found.notes }),
        // The listing's own word on queues and drops is newer than what is remembered.
        held: sockets.map(
          (socket) => fresh.get(socket) ?? { socket, owners: standing.get(socket.inode)?.owners ?? [] },
        ),
      };
    }
    known = new Map(last.held.map((one) => [one.socket.inode, one]));
    return last;
  };
}

/** What every one of its holders still holds; a socket that nobody was seen to hold stands until all is asked anew. */
function stillHeld(known: ReadonlyMap<number, Held>): ReadonlyMap<number, Held> {
  const asked = [...known].flatMap(([inode, { owners }]) =>
    owners.map(
      ({ pid, fd, startTicks }): RememberedHolder => ({ pid, fd, inode, startTicks: startTicks ?? -1 }),
    ),
  );
  const answers = stillHolds(asked);
  const gone = new Set(asked.filter((_, at) => answers[at] !== true).map(({ inode }) => inode));
  return new Map([...known].filter(([inode]) => !gone.has(inode)));
}
