import type { Inspection, ListedSocket } from './listener.ts';

export interface LookoutParts {
  /** A whole look. */
  readonly whole: () => Promise<Inspection>;
  /** The own namespace's sockets alone, which costs a tenth of a look; null where there is no such quick way. */
  readonly quick: (() => readonly ListedSocket[]) | null;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Of one core's time that whole looks may take, where the quick list shows no change. */
const share = 0.001;
const period = { least: 1000, most: 60_000 };

/**
 * For who asks about once a second: looks, and gives null where nothing changed since the last answer. A listener that
 * opens or closes in the own namespace shows in the quick list at once. Everything else (other namespaces, holders that
 * forked or became another program) shows with the next whole look: as often as its cost allows, once a minute at least.
 */
export function lookingOut({ whole, quick, now = () => performance.now() }: LookoutParts) {
  let listed = '';
  let answered = '';
  let dueAt = Number.NEGATIVE_INFINITY;
  let cost = Number.POSITIVE_INFINITY;
  return async (): Promise<Inspection | null> => {
    const listing = quick === null ? '' : quick().map(rowKey).join('\n');
    if (listing === listed && now() < dueAt) return null;
    const began = now();
    const inspection = await whole();
    const ended = now();
    // The first looks compile what they run, and another process may hold one up: the cost is what it can be.
    cost = Math.min(ended - began, cost * 1.25);
    dueAt = ended + Math.min(Math.max(cost / share, period.least), period.most);
    listed = listing;
    const seen = inspectionKey(inspection);
    if (seen === answered) return null;
    answered = seen;
    return inspection;
  };
}

const rowKey = ({ kind, port, protocol, family, address, device, inode, uid, peer }: ListedSocket): string =>
  `${kind} ${port} ${protocol} ${family} ${address} ${device} ${inode} ${uid} ${peer?.address} ${peer?.port}`;

/** All that is seen but what changes with every packet, and with every process that has nothing to do with it. */
const inspectionKey = ({ listeners, host, visibility }: Inspection): string =>
  JSON.stringify(
    [listeners, host, { ...visibility, processes: visibility.processes.hidden }],
    (key, value) =>
      key === 'backlog' || key === 'drops' || typeof value === 'bigint' ? undefined : (value as unknown),
  );
