import type { SocketKind } from '../core/transport.ts';
import type { ClosedReason, Inspection } from './listener.ts';

export interface InspectOptions {
  /** `sockets`: who holds them is not asked. `list`: what a table and the verdicts need. `full`: all there is. */
  readonly detail: 'sockets' | 'list' | 'full';
  readonly kinds: readonly SocketKind[];
  /** Only this port. */
  readonly port?: number;
  /** UDP sockets with a peer too, which only that peer reaches. */
  readonly connected?: boolean;
}

/** A look at one port: who listens, and where nobody does, why it may not be free. */
export interface PortInspection extends Inspection {
  readonly notFree: readonly ClosedReason[];
  /** Every network namespace's sockets were seen, so that "nothing listens" is the truth. */
  readonly listingComplete: boolean;
}

/** A process that cannot be mistaken for another, whatever happens to its pid. */
export interface HeldProcess {
  /** Reaches nobody where it has ended; throws ReeveError `NOT_PERMITTED`. */
  readonly send: (signal: 'SIGTERM' | 'SIGKILL') => void;
  readonly ended: () => boolean;
  readonly close: () => void;
}
