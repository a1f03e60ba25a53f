/** Which rung of the owner ladder answered. */
export type OwnerMethod = 'bpf' | 'cgroup' | 'walk' | 'none';

/** How many were looked at and how many could not be; null where that cannot be known. */
export interface SeenCount {
  readonly seen: number | null;
  readonly hidden: number | null;
}

/** The ledger in every answer about a machine: what could not be seen, and what follows from it. */
export interface Visibility {
  /** True only when nothing that the answer depends on was hidden. */
  readonly complete: boolean;
  readonly privileged: boolean;
  readonly method: OwnerMethod;
  readonly processes: SeenCount;
  readonly namespaces: SeenCount;
  /** Plain sentences, each about one thing that was not seen and what follows. */
  readonly notes: readonly string[];
}
