import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';

export type HookLog = (
  level: 'info' | 'warn' | 'error',
  text: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

export interface HookCounts {
  /** Tellings that arrived, failed for good, and were held back by the rate or a full queue. */
  readonly sent: number;
  readonly failed: number;
  readonly held: number;
}

/** Tells people: a command, a webhook, the system log. Never fails and never waits; what could not be told is counted. */
export interface Hooks {
  /** Each state of an event, as the store gets it; `id` as in the store, null where it is not stored. */
  onKnock(event: KnockEvent, id: string | null): void;
  onListener(change: ListenerEvent): void;
  counts(): HookCounts;
  /** Lets what is under way end within this time. */
  close(graceMs: number): Promise<void>;
}
