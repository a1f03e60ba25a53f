import type { SeenCount } from '../../../core/visibility.ts';
import type { Capability } from './processes.ts';

/** What bounds the sight of one who reads /proc. */
export interface Sight {
  readonly capabilities: ReadonlySet<Capability>;
  readonly initialPidNamespace: boolean;
  /** /proc is mounted so that it leaves out the processes of others. */
  readonly leavesOut: boolean;
}

export interface Ledger {
  readonly processes: SeenCount;
  readonly complete: boolean;
  readonly notes: readonly string[];
}

/** What a reading of /proc can claim, given how many processes it read and how many refused. */
export function ledgerOf(counts: { readonly seen: number; readonly hidden: number }, sight: Sight): Ledger {
  const { seen, hidden } = counts;
  const leftOut = sight.leavesOut && !sight.capabilities.has('CAP_SYS_PTRACE');
  const notes: string[] = [];
  if (seen + hidden === 0)
    notes.push('/proc shows no process at all, so no holder of a socket could be found.');
  if (hidden > 0) notes.push(refusedNote(counts, sight));
  if (leftOut)
    notes.push(
      '/proc is mounted with hidepid: processes of other users are left out and cannot even be counted.',
    );
  if (!sight.initialPidNamespace) {
    notes.push('This is a pid namespace of its own, as in a container: processes outside it cannot be seen.');
  }
  const countable = seen + hidden > 0 && !leftOut && sight.initialPidNamespace;
  return {
    processes: { seen, hidden: countable ? hidden : null },
    complete: countable && hidden === 0,
    notes,
  };
}

function refusedNote(
  { seen, hidden }: { readonly seen: number; readonly hidden: number },
  sight: Sight,
): string {
  const what = `${hidden} of ${seen + hidden} processes could not be read, so sockets that they hold seem to have no holder or fewer.`;
  if (sight.capabilities.has('CAP_SYS_PTRACE')) return what;
  return `${what} Run as root, or grant CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH.`;
}
