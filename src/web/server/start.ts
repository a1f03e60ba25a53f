import type { Server } from 'node:http';
import { createApp } from './app.ts';
import { ownerConnection } from './connection.ts';
import { requestHandler } from './handler.ts';
import { httpServer, listen, openable } from './listen.ts';
import type { Web, WebOptions } from './options.ts';
import { admitOwner, type OwnerDoor } from './owner.ts';
import { checkProtection, isLoopback } from './protection.ts';
import { openSite, type Tuning } from './site.ts';

/**
 * Serves the pages and the API on the addresses and the owner's socket.
 * @throws ReeveError `USAGE`, `LISTEN_UNPROTECTED`, `LISTEN_FAILED`
 */
export async function startServer(options: WebOptions, tuning: Tuning = {}): Promise<Web> {
  const { access, log, ownerSocket } = options;
  checkProtection(options.listen, access);
  if (access.tls === null && options.listen.some((address) => !isLoopback(address)))
    log('warn', 'Pages are served beyond this machine without TLS: tokens can be read on the way');
  const addresses: string[] = [];
  const site = openSite(options, tuning, () => addresses);
  const app = createApp(site);
  const handler = requestHandler(site, app);
  const servers: Server[] = [];
  let owner: OwnerDoor | null = null;
  try {
    for (const address of options.listen) {
      // What does not leave the machine needs no TLS.
      const tls = isLoopback(address) ? null : access.tls;
      const server = httpServer(handler, tuning, tls, access.tokens.length);
      servers.push(server);
      await listen(server, address);
      addresses.push(openable(server, address, access));
    }
    if (ownerSocket !== null) {
      const server = httpServer(
        requestHandler(site, app, () => ownerConnection),
        tuning,
      );
      owner = admitOwner(server, ownerSocket, log);
    }
  } catch (error) {
    site.hub.close();
    for (const server of servers) server.close();
    throw error;
  }
  let closing: Promise<void> | null = null;
  const close = async (graceMs: number): Promise<void> => {
    const ended = [...servers.map(stop), owner?.stop() ?? Promise.resolve()];
    site.hub.close();
    const timer = setTimeout(() => {
      for (const server of servers) server.closeAllConnections();
      owner?.destroy();
    }, graceMs);
    await Promise.all(ended);
    clearTimeout(timer);
  };
  return {
    addresses,
    viewers: () => site.hub.viewers,
    close: (graceMs) => (closing ??= close(graceMs)),
  };
}

/** Takes no more connections, ends those that ask nothing, and resolves when the others are answered. */
const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
