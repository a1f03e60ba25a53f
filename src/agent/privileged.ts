import type { Transport } from '../core/transport.ts';
import type { Inspection } from '../inspect/listener.ts';
import type { EndHolder, EndOutcome } from '../web/index.ts';
import type { PortInspection } from '../inspect/index.ts';

/**
 * What the agent needs privileges for, and no more. Two implementations pass one contract suite: over the channel to the
 * privileged process, and in this process where nothing is to be dropped (an ordinary user started it).
 * A bigint (`cgroupId`) does not cross the channel: it is null there.
 */
export interface Privileged {
  /** A look in `list` detail; null where nothing changed since the last answer. */
  look(): Promise<Inspection | null>;
  lookAt(port: number, transport: Transport | null): Promise<PortInspection>;
  end(ending: EndHolder): Promise<EndOutcome>;
  /** Resolves with the reason when the agent has to end: a signal to either process, or the other's death. */
  readonly stopped: Promise<string>;
  close(): void;
}
