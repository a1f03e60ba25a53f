import { climb } from './ladder.ts';
import type { HolderAnswer, HolderQuery } from './query.ts';

export type { HolderAnswer, HolderQuery } from './query.ts';
export { type RememberedHolder, stillHolds } from './remembered.ts';

const largestInode = 0xffff_ffff;

/**
 * Who has the sockets open: all holders, also forked workers and inherited descriptors; those of a thread with
 * a table of descriptors of its own count for its process. All ways to find out give the same holders, as far
 * as they may see. Inode 0 (held by the kernel) is passed over. Linux only.
 * @throws ReeveError only for a forced `bpf`: why it is not possible, a verifier's log in the cause
 */
export function findHolders(query: HolderQuery): HolderAnswer {
  const sockets = query.sockets.filter(
    ({ inode }) => Number.isInteger(inode) && inode > 0 && inode <= largestInode,
  );
  if (sockets.length > 0) return climb({ ...query, sockets });
  return { holders: new Map(), method: 'none', processes: { seen: 0, hidden: 0 }, complete: true, notes: [] };
}
