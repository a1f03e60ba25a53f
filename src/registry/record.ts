import type { Transport } from '../core/transport.ts';
import type { Span } from '../core/range.ts';

export type AssignmentStatus = 'assigned' | 'reserved' | 'unassigned' | 'de-assigned';

/** Which layer said it, and as of when (ISO date; null where the layer does not say). */
export interface RecordSource {
  readonly name: string;
  readonly date: string | null;
}

/** One line of what a registry says about a port on a transport. Null = the layer does not know it. */
export interface Assignment {
  readonly transport: Transport;
  /** The registered span: one port, or a named range such as 6000-6063 (x11). */
  readonly ports: Span;
  readonly service: string | null;
  readonly description: string;
  readonly status: AssignmentStatus;
  readonly assignee: string | null;
  /** ISO dates of registration and last change. */
  readonly registered: string | null;
  readonly modified: string | null;
  readonly references: readonly string[];
  readonly notes: string | null;
  readonly unauthorizedUse: string | null;
  readonly source: RecordSource;
}
