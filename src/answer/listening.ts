import { networkInterfaces } from 'node:os';
import { inspect } from '../inspect/index.ts';

/** Ports on which this machine listens, looked at again and again. */
export interface Listening {
  readonly listens: (transport: 'tcp' | 'udp', port: number) => boolean;
  /** TCP ports that can be reached from outside this machine. */
  readonly exposedTcp: () => readonly number[];
  /** How many there are. */
  readonly count: () => number;
  readonly refresh: () => Promise<void>;
}

/** A byte a port: asked for each packet. */
const none = () => ({ tcp: new Uint8Array(65_536), udp: new Uint8Array(65_536) });

const countOf = (ports: Uint8Array): number => ports.reduce((sum, one) => sum + one, 0);

/**
 * Traffic to a service that is there is no probe of a quiet port. Who holds the sockets is not asked: that would cost
 * a walk over all processes, and nothing here depends on it.
 */
export async function listening(): Promise<Listening> {
  let exposed: readonly number[] = [];
  let ports = none();
  const refresh = async (): Promise<void> => {
    const { listeners } = await inspect({ detail: 'sockets', kinds: ['tcp', 'udp'] });
    const next = none();
    for (const { kind, port, netns } of listeners) {
      if (port !== null && netns.own && (kind === 'tcp' || kind === 'udp')) next[kind][port] = 1;
    }
    ports = next;
    exposed = listeners.flatMap(({ kind, port, netns, exposure }) =>
      kind === 'tcp' && port !== null && netns.own && exposure !== 'loopback' ? [port] : [],
    );
  };
  await refresh();
  return {
    listens: (transport, port) => ports[transport][port] === 1,
    exposedTcp: () => [...new Set(exposed)],
    count: () => countOf(ports.tcp) + countOf(ports.udp),
    refresh,
  };
}

/** The addresses of this machine's interfaces. */
export const ownAddresses = (): readonly string[] => [
  ...new Set(
    Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one === undefined ? [] : [one.address])),
  ),
];
