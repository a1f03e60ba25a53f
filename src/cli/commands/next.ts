import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { envelope, visibilityItem } from '../../contract/envelope.ts';
import type { NextDocument } from '../../contract/small.ts';
import { type ExitCode, fail } from '../../core/errors.ts';
import { parsePortQuery } from '../../core/port.ts';
import { inspect } from '../../inspect/index.ts';
import { browserBlocked, openRegistry } from '../../registry/index.ts';
import type { Context } from '../context.ts';
import { toJson } from '../json.ts';
import { candidates, type Taken } from '../next/candidates.ts';
import { ledger } from '../render/ledger.ts';

interface NextOptions {
  readonly near: string;
  readonly count: number;
  readonly udp?: true;
  readonly json?: true;
}

/** `reeve next` */
export async function next(context: Context, options: NextOptions): Promise<ExitCode> {
  const near = parsePortQuery(options.near).port;
  const transport = options.udp ? 'udp' : 'tcp';
  const { listeners, host, visibility } = await inspect({
    detail: 'sockets',
    kinds: ['tcp', 'udp'],
    connected: true,
  });
  const held = new Set(listeners.filter(({ netns }) => netns.own).map(({ port }) => port));
  const registry = openRegistry();
  const taken: Taken = {
    isAssigned: (port) => registry.isAssigned(port),
    isBrowserBlocked: browserBlocked,
    isHeld: (port) => held.has(port),
    ephemeral: host.ephemeral,
    reserved: host.reserved ?? [],
    unprivilegedFrom: host.unprivilegedFrom ?? 1024,
  };
  const found: number[] = [];
  for (const port of candidates(near, taken)) {
    if (found.length >= Math.max(1, options.count)) break;
    // The listing may be a moment old or blind to something: the kernel's own word decides.
    if (await binds(port, transport)) found.push(port);
  }
  if (found.length === 0) {
    throw fail('NO_FREE_PORT', {
      asked: `a free port near ${near}`,
      found: 'every port of the User range is assigned, held, reserved or ephemeral here',
    });
  }
  if (options.json) {
    const document: NextDocument = {
      ...envelope('portreeve/next/1'),
      transport,
      near,
      ports: found,
      visibility: visibilityItem(visibility),
    };
    context.out(toJson(document));
  } else {
    context.out(`${found.join('\n')}\n`);
    if (context.interactive && !visibility.complete)
      context.err(`${ledger(visibility, context.columns, context.paint)}\n`);
  }
  return 0;
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
