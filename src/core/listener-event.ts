import type { SocketKind } from './transport.ts';

/** What happened to a listener, as it is stored and told: short, and with nothing in it that only the machine's user may see. */
export interface ListenerEvent {
  readonly kind: 'opened' | 'closed' | 'restarted' | 'replaced';
  /** Microseconds since 1970 UTC. */
  readonly at: number;
  readonly transport: SocketKind;
  readonly port: number | null;
  readonly address: string;
  readonly exposure: string;
  /** Who holds it, in a few words: `nginx (nginx.service)`; null where that is hidden. */
  readonly holder: string | null;
  /** Who held it before, for `replaced` and `restarted`. */
  readonly before: string | null;
  readonly verdict: string;
}
