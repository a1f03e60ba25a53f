import type { OwnerMethod, SeenCount } from '../../../core/visibility.ts';
import type { SocketHolder } from '../../listener.ts';

export interface HolderQuery {
  /** The inodes wanted, with the cgroup in which each socket was made (null unknown). */
  readonly sockets: readonly { readonly inode: number; readonly cgroupId: bigint | null }[];
  /** Force a rung, for tests and for measuring. A forced `bpf` throws where it is not possible. */
  readonly method?: 'bpf' | 'cgroup' | 'walk';
  /**
   * Where to look for holders when BPF is not permitted: by default everywhere. `own-cgroup` looks only into the
   * cgroups in which the sockets were made, which is quick; `complete` is false then, since a socket may have
   * been handed to a process elsewhere.
   */
  readonly sharers?: 'everywhere' | 'own-cgroup';
}

export interface HolderAnswer {
  /** Every holder by inode, by pid and then fd. An inode without a holder is not in it. */
  readonly holders: ReadonlyMap<number, readonly SocketHolder[]>;
  /** `none` where nothing was asked for; `cgroup` where only the sockets' own cgroups were looked into. */
  readonly method: OwnerMethod;
  readonly processes: SeenCount;
  /** True when every process could be read, so an inode without holder truly has none. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}
