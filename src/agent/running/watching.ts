import type { KnockEvent } from '../../core/knock.ts';
import type { CaptureState } from '../../web/index.ts';
import { reasonOf } from '../keeping/reasons.ts';
import type { KnockSession } from '../knocks/session.ts';
import type { Granted } from '../privileged.ts';
import type { Log } from './log.ts';

export interface WatchingOptions {
  readonly granted: Pick<Granted, 'captures' | 'captureRefused'>;
  readonly listens: (transport: 'tcp' | 'udp', port: number) => boolean;
  readonly count: (transport: 'tcp' | 'udp', port: number) => void;
  readonly tell: (event: KnockEvent) => void;
  readonly log: Log;
  readonly onState: () => void;
  /** Microseconds since 1970. */
  readonly now: () => number;
}

/** Whether knocks are watched, and the session that does it. */
export interface Watching {
  state(): CaptureState;
  counts(): { readonly packets: number; readonly dropped: number };
  /** To be called about once a second. */
  look(): void;
  close(): Promise<void>;
}

const idle = (state: CaptureState): Watching => ({
  state: () => state,
  counts: () => ({ packets: 0, dropped: 0 }),
  look: () => undefined,
  close: () => Promise.resolve(),
});

/** Begins to watch where that is permitted; else it says why not, and the agent runs on without. */
export async function startWatching(options: WatchingOptions): Promise<Watching> {
  const { granted, listens, count, tell, log, onState, now } = options;
  if (granted.captureRefused !== null) return idle({ state: 'not-permitted', ...granted.captureRefused });
  if (granted.captures.length === 0) return idle({ state: 'off', why: 'it was not asked for (--no-watch)' });
  // Nobody else needs what recognises tools.
  const { startSession } = await import('../knocks/session.ts');
  let state: CaptureState;
  const session: KnockSession = await startSession({
    captures: granted.captures,
    listens,
    count,
    tell,
    now,
    onLink: (sentence) => log('warn', sentence),
    onError: (error) => {
      state = { state: 'off', why: `it failed: ${reasonOf(error)}` };
      log('error', 'Watching for knocks has failed; the rest goes on', { reason: reasonOf(error) });
      onState();
    },
  });
  state = { state: 'watching', interfaces: session.interfaces, since: now() };
  return {
    state: () => state,
    counts: () => {
      const { packets, drops } = session.counts();
      return { packets, dropped: drops?.packets ?? 0 };
    },
    look: () => session.look(),
    close: () => session.close(),
  };
}
