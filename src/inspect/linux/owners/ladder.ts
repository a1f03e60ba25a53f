import { isReeveError } from '../../../core/errors.ts';
import { holdersByBpf } from './bpf/rung.ts';
import { cgroupMount, likelyHolders } from './cgroup.ts';
import { Holdings } from './holding.ts';
import { ledgerOf, type Sight } from './notes.ts';
import {
  hidesProcesses,
  inInitialPidNamespace,
  listProcesses,
  ownCapabilities,
  ownMountinfo,
} from './processes.ts';
import type { HolderAnswer, HolderQuery } from './query.ts';
import { walk } from './walk.ts';

/**
 * The ladder: BPF where it is permitted and the host not small, else a walk over /proc. The cgroup rung alone
 * can never rule out a holder elsewhere (a socket-activated service holds what systemd's cgroup made), so it
 * ends a search only for a caller who said so, and otherwise is the walk in the likeliest order.
 */
export function climb(query: HolderQuery): HolderAnswer {
  const inodes = [...new Set(query.sockets.map(({ inode }) => inode))];
  const { method } = query;
  if (method === 'bpf') return { method, ...holdersByBpf(inodes, listProcesses()) };
  if (method === 'cgroup') return byCgroup(query, inodes, ownSight());
  if (method === 'walk') return byWalk(inodes, ownSight());
  return byWhatIsPermitted(query, inodes);
}

/** Up to here walking costs less than loading a BPF program (about 3 ms); the descriptors weigh most. */
const fewProcesses = 250;
const fewDescriptors = 1000;

function byWhatIsPermitted(query: HolderQuery, inodes: readonly number[]): HolderAnswer {
  const sight = ownSight();
  const notes: string[] = [];
  if (mayUseBpf(sight)) {
    const pids = listProcesses();
    const quick = pids.length <= fewProcesses ? quickWalk(pids, inodes, sight) : null;
    if (quick !== null) return quick;
    try {
      return { method: 'bpf', ...holdersByBpf(inodes, pids) };
    } catch (error) {
      const why = isReeveError(error) ? error.explanation.found : String(error);
      notes.push(
        `The BPF program could not be used (${why}): /proc was read instead, which only takes longer.`,
      );
    }
  }
  const answer = query.sharers === 'own-cgroup' ? byCgroup(query, inodes, sight) : byWalk(inodes, sight);
  return { ...answer, notes: [...answer.notes, ...notes] };
}

function mayUseBpf({ capabilities, initialPidNamespace }: Sight): boolean {
  const both = capabilities.has('CAP_BPF') && capabilities.has('CAP_PERFMON');
  return initialPidNamespace && (both || capabilities.has('CAP_SYS_ADMIN'));
}

/** A walk over few processes; null where they have many descriptors, or hid something that BPF may see. */
function quickWalk(pids: readonly number[], inodes: readonly number[], sight: Sight): HolderAnswer | null {
  const holdings = new Holdings(inodes);
  const counts = walk(pids, holdings, fewDescriptors);
  const ledger = ledgerOf(counts, sight);
  if (counts.over || !ledger.complete) return null;
  return { method: 'walk', holders: holdings.sorted(), ...ledger };
}

function byWalk(inodes: readonly number[], sight: Sight): HolderAnswer {
  const holdings = new Holdings(inodes);
  const counts = walk(listProcesses(), holdings);
  return { method: 'walk', holders: holdings.sorted(), ...ledgerOf(counts, sight) };
}

function byCgroup({ sockets, sharers }: HolderQuery, inodes: readonly number[], sight: Sight): HolderAnswer {
  const cgroupIds = sockets.map(({ cgroupId }) => cgroupId).filter((id) => id !== null);
  const likely = likelyHolders(cgroupMount(ownMountinfo()), cgroupIds);
  const holdings = new Holdings(inodes);
  const first = walk(likely ?? [], holdings);
  if (sharers === 'own-cgroup' && likely !== null) {
    const notes = [
      "Only processes in the sockets' own cgroups were looked at: holders elsewhere are not named.",
    ];
    const processes = { seen: first.seen, hidden: null };
    return { method: 'cgroup', holders: holdings.sorted(), processes, complete: false, notes };
  }
  const known = new Set(likely);
  const others = listProcesses().filter((pid) => !known.has(pid));
  const rest = walk(others, holdings);
  const counts = { seen: first.seen + rest.seen, hidden: first.hidden + rest.hidden };
  return { method: 'walk', holders: holdings.sorted(), ...ledgerOf(counts, sight) };
}

const ownSight = (): Sight => ({
  capabilities: ownCapabilities(),
  initialPidNamespace: inInitialPidNamespace(),
  leavesOut: hidesProcesses(ownMountinfo()),
});
