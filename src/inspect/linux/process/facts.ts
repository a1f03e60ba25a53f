import type { Owner } from '../../listener.ts';

/** What is known of one process. Null = hidden from the reader or not there, as `Owner` says of each field. */
export interface ProcessFacts extends Omit<Owner, 'fd' | 'package' | 'runsPackage'> {
  readonly ppid: number;
  /** Clock ticks since boot; with the pid it is the identity of a process, whatever becomes of the clock. */
  readonly startTicks: number;
  /** Whether the chain of ancestors was seen to its end. */
  readonly ancestryComplete: boolean;
  /** The whole of /proc/PID/cgroup, for who asks of containers in other hierarchies. */
  readonly cgroup: string | null;
  /** The path that names the systemd unit (see `cgroupPath`). */
  readonly cgroupPath: string | null;
  /** It has another root folder than the reader: its paths name files of a container or an image. */
  readonly foreignRoot: boolean;
}
