import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { fail } from '../core/errors.ts';
import type { Visibility } from '../core/visibility.ts';
import { inspect } from '../inspect/index.ts';
import { browserBlocked, type Registry } from '../registry/index.ts';
import { candidates, type Taken } from './candidates.ts';

export interface FreePortsQuery {
  /** The nearest from here upwards, then downwards. */
  readonly near: number;
  readonly transport: 'tcp' | 'udp';
  readonly count: number;
}

/**
 * Ports of this machine that nobody is assigned, nothing holds, the system does not hand out or reserve, and browsers open.
 * @throws ReeveError `NO_FREE_PORT`
 */
export async function freePorts(
  { near, transport, count }: FreePortsQuery,
  registry: Registry,
): Promise<{ readonly ports: readonly number[]; readonly visibility: Visibility }> {
  const { listeners, host, visibility } = await inspect({
    detail: 'sockets',
    kinds: ['tcp', 'udp'],
    connected: true,
  });
  const held = new Set(listeners.filter(({ netns }) => netns.own).map(({ port }) => port));
  const taken: Taken = {
    isAssigned: (port) => registry.isAssigned(port),
    isBrowserBlocked: browserBlocked,
    isHeld: (port) => held.has(port),
    ephemeral: host.ephemeral,
    reserved: host.reserved ?? [],
    unprivilegedFrom: host.unprivilegedFrom ?? 1024,
  };
  const ports: number[] = [];
  for (const port of candidates(near, taken)) {
    if (ports.length >= Math.max(1, count)) break;
    // The listing may be a moment old or blind to something: the kernel's own word decides.
    if (await binds(port, transport)) ports.push(port);
  }
  if (ports.length > 0) return { ports, visibility };
  throw fail('NO_FREE_PORT', {
    asked: `a free port near ${near}`,
    found: 'every port of the User range is assigned, held, reserved or ephemeral here',
  });
}

function binds(port: number, transport: 'tcp' | 'udp'): Promise<boolean> {
  return new Promise((resolve) => {
    if (transport === 'udp') {
      const socket = createSocket({ type: 'udp6', reuseAddr: false });
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(isNoIPv6(error)));
      socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
      return;
    }
    const server = createServer();
    server.once('error', () => resolve(false));
    // No host: both families where IPv6 is there, IPv4 alone where it is not.
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

const isNoIPv6 = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL';
