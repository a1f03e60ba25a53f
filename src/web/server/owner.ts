import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { WebOptions } from './options.ts';

/** The owner's connections: the HTTP server, which did not accept them, does not keep account of them. */
export interface OwnerDoor {
  /** Lets nobody in any more and ends who asks nothing. Resolves when all are gone. */
  stop(): Promise<void>;
  /** Ends all. */
  destroy(): void;
}

/** Lets the owner's socket into the HTTP server: who is at the other end is asked of the kernel before a byte is read. */
export function admitOwner(
  http: Server,
  { server, mayUse }: NonNullable<WebOptions['ownerSocket']>,
  log: WebOptions['log'],
): OwnerDoor {
  const sockets = new Set<Socket>();
  const busy = new WeakMap<Socket, number>();
  let done: (() => void) | null = null;
  const admit = (socket: Socket): void => {
    const descriptor = descriptorOf(socket);
    if (descriptor === null || !mayUse(descriptor)) {
      log('warn', "A stranger at the owner's socket was refused");
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) done?.();
    });
    http.emit('connection', socket);
  };
  http.on('request', ({ socket }, response) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.on('close', () => {
      busy.set(socket, (busy.get(socket) ?? 1) - 1);
      if (done !== null && busy.get(socket) === 0) socket.destroySoon();
    });
  });
  server.on('connection', admit);
  return {
    stop: () =>
      new Promise((resolve) => {
        done = resolve;
        server.off('connection', admit);
        server.close();
        for (const socket of sockets) if ((busy.get(socket) ?? 0) === 0) socket.destroy();
        if (sockets.size === 0) resolve();
      }),
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Node tells it nowhere else. */
function descriptorOf(socket: Socket): number | null {
  const { _handle: handle } = socket as Socket & { readonly _handle?: { readonly fd?: number } | null };
  const descriptor = handle?.fd;
  return typeof descriptor === 'number' && descriptor >= 0 ? descriptor : null;
}
