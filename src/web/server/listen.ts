import { createServer, type Server, type ServerOptions, STATUS_CODES } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { scopeOf } from '../../core/address.ts';
import { fail } from '../../core/errors.ts';
import { writeAnswer } from './answer.ts';
import { bareError } from './error-page.ts';
import type { Handler } from './handler.ts';
import { safety } from './headers.ts';
import type { Access, ListenAddress } from './options.ts';
import { isLoopback } from './protection.ts';
import type { Tuning } from './site.ts';

/** Connections at once on one address; who comes then is turned away. */
const mostConnections = 4096;

/** An HTTP server that waits for nobody for long. */
export function httpServer(handler: Handler, tuning: Tuning, tls: Access['tls'] = null, tokens = 0): Server {
  const options: ServerOptions = {
    headersTimeout: tuning.headersTimeout ?? 10_000,
    requestTimeout: tuning.requestTimeout ?? 30_000,
    connectionsCheckingInterval: 2000,
    keepAliveTimeout: 30_000,
    maxHeaderSize: 16 * 1024,
    // Refused as any other wrong host, with a page that says so.
    requireHostHeader: false,
  };
  const server =
    tls === null
      ? createServer(options, handler)
      : createSecureServer(
          {
            ...options,
            cert: tls.certificate,
            key: tls.key,
            minVersion: 'TLSv1.2',
            ...(tls.clientAuthority === null
              ? {}
              : {
                  ca: tls.clientAuthority,
                  requestCert: true,
                  // With tokens, too, a certificate is one of two ways.
                  rejectUnauthorized: tokens === 0,
                }),
          },
          handler,
        );
  server.maxConnections = mostConnections;
  // Somebody who takes nothing of what he asked for.
  server.timeout = 120_000;
  // Left to itself, node would answer without our headers.
  server.on('checkExpectation', (request, response) => {
    response.shouldKeepAlive = false;
    writeAnswer(
      response,
      { status: 417, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '' },
      false,
    );
    request.resume();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseBare(error, socket as Socket));
  return server;
}

/** What is no HTTP, or takes too long to become it: answered on the bare socket. */
function refuseBare({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = bareError(status);
  const headers = Object.entries({
    ...safety,
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.join('')}\r\n${body}`);
}

/** @throws ReeveError `LISTEN_FAILED` */
export async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(listenFailed(host, port, error));
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

function listenFailed(host: string, port: number, error: NodeJS.ErrnoException): Error {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: 'somebody listens there already',
    EACCES: 'the system does not permit it',
    EADDRNOTAVAIL: 'this machine has no such address',
  };
  return fail(
    'LISTEN_FAILED',
    {
      asked: `to serve pages at ${host} port ${port}`,
      found: why[error.code ?? ''] ?? `the system says ${error.code ?? error.message}`,
      todo: `See with reeve ${port} who holds it, or choose another with --listen`,
    },
    error,
  );
}

/** An address as it can be opened in a browser. */
export function openable(server: Server, address: ListenAddress, { tls, names }: Access): string {
  const { port } = server.address() as AddressInfo;
  const secure = tls !== null && !isLoopback(address);
  const [name] = names;
  const any = scopeOf(address.host) === 'wildcard';
  const host = any ? (name ?? '127.0.0.1') : secure && name !== undefined ? name : address.host;
  return `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
