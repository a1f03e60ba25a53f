import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import type { HookSurroundings } from './hooks.ts';
import type { HookSettings } from './settings.ts';

export { type HookOptions, type HookSettings, hookSettings } from './settings.ts';

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

/** See `hooks.ts`. What it needs is loaded where anybody is to be told. */
export async function createHooks(settings: HookSettings, around: HookSurroundings): Promise<Hooks> {
  const { command, webhook, syslog } = settings;
  if (command === null && webhook === null && syslog === null) return nobody;
  return (await import('./hooks.ts')).openHooks(settings, around);
}

const nobody: Hooks = {
  onKnock: () => undefined,
  onListener: () => undefined,
  counts: () => ({ sent: 0, failed: 0, held: 0 }),
  close: () => Promise.resolve(),
};
