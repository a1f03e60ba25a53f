import { Following, ownAddresses } from '../../answer/index.ts';
import type { KnockEvent } from '../../core/knock.ts';
import type { Capture, Live, LiveCounts } from '../../watch/index.ts';
import { createAnalysis, openLive, Unsolicited } from '../../watch/index.ts';

/** A network that comes up after the agent, as at boot, brings its addresses then; asking takes some microseconds. */
const addressesEvery = 2000;

export interface SessionOptions {
  readonly captures: readonly Capture[];
  readonly listens: (transport: 'tcp' | 'udp', port: number) => boolean;
  /** Each packet to a quiet port of this host. */
  readonly count: (transport: 'tcp' | 'udp', port: number) => void;
  /** Each state of each event. */
  readonly tell: (event: KnockEvent) => void;
  /** Watching has ended, and why. */
  readonly onError: (error: unknown) => void;
  /** In words: an interface went down, or is there again. */
  readonly onLink: (sentence: string) => void;
  /** Microseconds since 1970. */
  readonly now: () => number;
}

export interface KnockSession {
  readonly interfaces: readonly string[];
  counts(): LiveCounts;
  /** To be called about once a second. */
  look(): void;
  /** Takes what has arrived, tells everything to its last packet. */
  close(): Promise<void>;
}

/** From packets to events, for as long as the agent runs. */
export async function startSession(options: SessionOptions): Promise<KnockSession> {
  const { captures, listens, count, tell, now } = options;
  let own = ownAddresses();
  const analysis = createAnalysis({ own, listens });
  const unsolicited = new Unsolicited({ own, listens, count });
  const live: Live = await openLive(captures, {
    sink: (batch) => {
      unsolicited.add(batch);
      analysis.add(batch);
    },
    listens,
    onError: options.onError,
    onLink: ({ interface: name, state }) =>
      options.onLink(state === 'up' ? `${name} is up again` : `${name} is ${state}: nothing is seen there`),
  });
  const following = new Following({ analysis, drops: () => live.counts().drops, tell, now });
  const addresses = setInterval(() => {
    const present = ownAddresses();
    if (present.join() !== own.join()) unsolicited.moveTo((own = present));
  }, addressesEvery).unref();
  return {
    interfaces: captures.flatMap(({ interface: name }) => (name === null ? [] : [name])),
    counts: () => live.counts(),
    look: () => following.look(),
    close: async () => {
      clearInterval(addresses);
      await live.close();
      following.look();
      following.finish();
    },
  };
}
