import type { ListenerChangeDocument } from '../contract/small.ts';
import type { KnockEventDocument } from '../contract/knock-event.ts';
import type { Transport } from '../core/transport.ts';

/** How often each port was knocked at since the last such message. */
export interface PortFlicker {
  readonly transport: Extract<Transport, 'tcp' | 'udp'>;
  /** Port, packets. */
  readonly ports: readonly (readonly [number, number])[];
}

/** What viewers are told as it happens. */
export type LiveMessage =
  | { readonly type: 'listener'; readonly change: ListenerChangeDocument }
  /** `id` as in the store (`e12`); null where it is not stored (yet). */
  | { readonly type: 'knock'; readonly id: string | null; readonly event: KnockEventDocument }
  /** At the most twice a second, and at the most 4,096 ports in one; `left` ports more were knocked at. */
  | { readonly type: 'ports'; readonly flickers: readonly PortFlicker[]; readonly left: number }
  /** The agent's state changed: capture, store. */
  | { readonly type: 'status' };

export interface Numbered {
  /** Grows by one; starts anew with each start of the agent, whose `LiveFeed.epoch` tells the two apart. */
  readonly id: number;
  readonly message: LiveMessage;
}

/** The agent's news. A slow reader never holds it up: it keeps the last messages and forgets older ones. */
export interface LiveFeed {
  /** Names this start of the agent. */
  readonly epoch: string;
  /** The newest id; 0 before the first. */
  readonly latest: number;
  /** What came after `id`, oldest first; null where some of it is forgotten, so that the viewer has to load anew. */
  after(id: number): readonly Numbered[] | null;
  /** Gives the function that ends it. A listener that throws is ended. */
  subscribe(listener: (one: Numbered) => void): () => void;
}
