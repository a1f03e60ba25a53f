import type { Transport } from '../core/transport.ts';
import type { PortInspection } from '../inspect/index.ts';
import type { Inspection } from '../inspect/listener.ts';
import type { Identity } from '../split/index.ts';
import type { Capture } from '../watch/live/captures.ts';
import type { EndHolder, EndOutcome } from '../web/index.ts';
import type { Lacking } from './split/lacking.ts';

/** What the command asks for before it becomes two processes, or stays one. */
export interface PrivilegesAsked {
  /** Watch for knocks at all. */
  readonly watch: boolean;
  /** Names of interfaces; none stands for all but the loopback. */
  readonly interfaces: readonly string[];
  /** All rings together; they count as memory of the process that maps them. */
  readonly ringBytes: number;
  /** As whom the agent runs when root starts it; null = `portreeve` where there is such a user, else `nobody`. */
  readonly user: string | null;
  /** Where the owner's unix socket is to be, mode 0600; one that nobody holds any more is replaced. Null = none. */
  readonly socket: string | null;
  /** The single-instance lock, taken already: handed on to the agent, so that it lasts as long as either lives. */
  readonly lock: number | null;
  /** Further descriptors that the command has opened (keys and tokens, which the agent's user may not read): handed on. */
  readonly files: readonly number[];
  /** Called by the privileged process before the agent starts: to make folders and give them to that user. */
  readonly prepare: (identity: Identity) => void;
  /** Options of node for the agent's process. */
  readonly nodeOptions: readonly string[];
}

export type StartedAgent =
  | { readonly role: 'helper'; readonly exitCode: number }
  | { readonly role: 'agent'; readonly privileged: Privileged };

/** What was opened with privileges, and belongs to the agent from now on. */
export interface Granted {
  readonly captures: readonly Capture[];
  /** Why there are no captures; null where there are, or none were asked for. `missing`: capabilities, `CAP_NET_RAW`. */
  readonly captureRefused: { readonly why: string; readonly missing: readonly string[] } | null;
  /** Bound and listening. `close()` of the privileged removes its name. */
  readonly ownerSocket: { readonly fd: number; readonly path: string } | null;
  /** Why there is no owner's socket where one was asked for. */
  readonly ownerSocketRefused: string | null;
  readonly lock: number | null;
  /** `files` of what was asked, as they are called here, in the same order. */
  readonly files: readonly number[];
  /** What is not permitted, what is lost by it, and how to grant it. */
  readonly lacking: readonly Lacking[];
  /** The privileged process, for its memory and CPU in the metrics; null where there is none. */
  readonly helperPid: number | null;
}

/**
 * What the agent needs privileges for, and no more. Two implementations pass one contract suite: over the channel to the
 * privileged process, and in this process where nothing is to be dropped (an ordinary user started it).
 * A bigint (`cgroupId`) does not cross the channel: it is null there.
 */
export interface Privileged {
  readonly granted: Granted;
  /**
   * A look in `list` detail at TCP, UDP, SCTP and DCCP; null where nothing changed since the last answer. Changed is what
   * a listener's row, verdict or page shows; backlogs and drop counts of sockets are not. `lookout` of src/inspect
   * does just that, at a cost that can be borne each second.
   */
  look(): Promise<Inspection | null>;
  lookAt(port: number, transport: Transport | null): Promise<PortInspection>;
  end(ending: EndHolder): Promise<EndOutcome>;
  /** Who is at the other end of a connection to the owner's socket: true for root and for who started the agent. */
  mayUse(descriptor: number): boolean;
  /** Resolves with the reason when the agent has to end: a signal to either process, or the other's death. */
  readonly stopped: Promise<string>;
  close(): void;
}
