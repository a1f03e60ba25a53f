import type { Visibility } from '../../core/visibility.ts';
import type { HeldSocket } from '../group.ts';
import type { ListedSocket, Owner } from '../listener.ts';
import { findHolders } from './owners/index.ts';
import { packageFinder } from './packages/index.ts';
import { programName } from './program-name.ts';
import { ownersOf, processReader } from './process/index.ts';

/** Sockets with those who hold them, and what was seen on the way. */
export interface OwnedSockets {
  readonly held: readonly HeldSocket[];
  /** Every process could be read: a socket without holder has none in user space. */
  readonly complete: boolean;
  readonly method: Visibility['method'];
  readonly processes: Visibility['processes'];
  readonly notes: readonly string[];
}

/** Finds the holders of the sockets and reads each process once. */
export function ownSockets(sockets: readonly ListedSocket[], detail: 'list' | 'full'): OwnedSockets {
  const asked = sockets.filter(({ inode }) => inode !== 0);
  if (asked.length === 0) {
    const held = sockets.map((socket) => ({ socket, owners: [] }));
    return { held, complete: true, method: 'none', processes: { seen: null, hidden: null }, notes: [] };
  }
  const { holders, ...answer } = findHolders({ sockets: asked });
  const found = asked.flatMap(({ inode }) => holders.get(inode) ?? []);
  const read = ownersOf(found, processReader({ detail }), packageFinder());
  const byHolder = new Map(found.map((holder, at) => [`${holder.pid}:${holder.fd}`, read[at] ?? null]));
  let vanished = 0;
  const held = sockets.map((socket) => {
    const owners: Owner[] = [];
    for (const { pid, fd } of holders.get(socket.inode) ?? []) {
      const owner = byHolder.get(`${pid}:${fd}`) ?? null;
      if (owner === null) vanished++;
      else owners.push(named(owner));
    }
    return { socket, owners };
  });
  const notes =
    vanished === 0 ? [] : [`${vanished} holders ended or could not be read while they were looked at.`];
  return { held, ...answer, notes: [...answer.notes, ...notes] };
}

function named(owner: Owner): Owner {
  const program = programName(owner);
  return program === null ? owner : { ...owner, program };
}
